namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>One entry of a TIFF directory, its values not yet read.</summary>
/// <param name="Type">1 byte, 3 two bytes, 4 four bytes, 16 eight bytes; others are of no interest here.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Offset">Where the values begin in the file, be it in the entry itself.</param>
internal readonly record struct TiffEntry(int Type, long Count, long Offset);
