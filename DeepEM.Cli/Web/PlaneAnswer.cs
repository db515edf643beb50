namespace DeepEM.Cli.Web;

/// <summary>A whole micrograph as bytes, one a pixel.</summary>
/// <param name="Bytes">Row by row.</param>
/// <param name="Shape">Width and height of the micrograph, binning, width and height of the plane, and the grey levels
/// of the bytes 0 and 255, with commas between them.</param>
/// <param name="Tag">Changes with the file.</param>
internal sealed record PlaneAnswer(ReadOnlyMemory<byte> Bytes, string Shape, string Tag);
