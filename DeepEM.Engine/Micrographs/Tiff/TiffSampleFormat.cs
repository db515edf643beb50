namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>What the bits of a TIFF's grey level are, numbered as in tag 339.</summary>
internal enum TiffSampleFormat
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
}
