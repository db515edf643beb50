using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace DeepEM.Engine.Micrographs;

/// <summary>Takes what LibTiff.NET reports: errors go to the input they belong to, warnings nowhere, nothing to stderr.
/// </summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    /// <summary>The one for all files; it keeps nothing.</summary>
    public static TiffMessages Instance { get; } = new();

    /// <inheritdoc/>
    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    /// <inheritdoc/>
    public override void ErrorHandlerExt(
        Tiff tif, object clientData, string method, string format, params object[] args)
    {
        if (clientData is TiffInput input)
        {
            input.LastError = string.Format(CultureInfo.InvariantCulture, format, args);
        }
    }

    /// <inheritdoc/>
    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    /// <inheritdoc/>
    public override void WarningHandlerExt(
        Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }
}
