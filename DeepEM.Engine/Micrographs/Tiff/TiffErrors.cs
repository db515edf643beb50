using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Hands what LibTiff.NET reports to the page that it is about; the library's own way is the console.
/// </summary>
/// <remarks>The library has one handler for all threads; which page is meant is told by the client data.</remarks>
internal sealed class TiffErrors : TiffErrorHandler
{
    /// <inheritdoc/>
    public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
    {
    }

    /// <inheritdoc/>
    public override void ErrorHandlerExt(
        LibTiff tif, object clientData, string method, string format, params object[] args) =>
        (clientData as TiffPageStream)?.Report(format);

    /// <inheritdoc/>
    public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
    {
    }

    /// <inheritdoc/>
    // Where LZW ends too early the library warns and leaves the rest as it was.
    public override void WarningHandlerExt(
        LibTiff tif, object clientData, string method, string format, params object[] args)
    {
        if (TiffPageStream.SaysShort(format))
        {
            ErrorHandlerExt(tif, clientData, method, format, args);
        }
    }
}
