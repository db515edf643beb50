using DeepEM.Engine.Foundation.Files;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Pictures as a PDF, one a page, for programs that show nothing else.</summary>
internal static class PictureDocument
{
    // Points, 1/72 inch: A4 laid on its side is as wide.
    private const float PageWidth = 842;

    /// <summary>Writes a document, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="pictures">PNG files, in the order of the pages; each page has the shape of its picture.</param>
    /// <exception cref="IOException">A picture is none, or the file could not be written.</exception>
    public static void Write(string path, IEnumerable<string> pictures) => AtomicFile.Write(path, stream =>
    {
        using var document = SKDocument.CreatePdf(stream);
        foreach (string picture in pictures)
        {
            using SKImage image = SKImage.FromEncodedData(InputFile.ReadAll(picture))
                ?? throw new IOException($"{picture}: is no picture");
            float height = PageWidth * image.Height / image.Width;
            SKCanvas page = document.BeginPage(PageWidth, height);
            page.DrawImage(
                image, SKRect.Create(PageWidth, height), new SKSamplingOptions(SKFilterMode.Linear));
            document.EndPage();
        }

        document.Close();
    });
}
