namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>How a TIFF stores its pixels, as far as micrographs are concerned.</summary>
internal enum TiffCompression
{
    None = 1,
    Lzw = 5,
    AdobeDeflate = 8,
    PackBits = 32773,
    Deflate = 32946,
}
