using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>The report of a verification: one page in one file, for a person who sorts the classes and goes on.
/// </summary>
public static class VerificationReport
{
    // Enough that two reports in one browser do not share their marks.
    private const int KeyLetters = 16;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file, in a directory that exists; replaced when there.</param>
    /// <param name="input">What it is made of.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, VerificationReportInput input)
    {
        byte[] page = Make(input);
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>Makes the page.</summary>
    /// <param name="input">What it is made of.</param>
    /// <returns>An HTML file, the same for the same input.</returns>
    /// <exception cref="ArgumentException">An average is not of the size that the result says.</exception>
    public static byte[] Make(VerificationReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        VerificationResult result = input.Result;
        IReadOnlyList<IReadOnlyList<string>> remarks = MicrographRemarks.Of(result);
        ClassTable classes = new(result.Classes, result.NoiseClasses)
        {
            Sheet = SpriteSheet.Draw(
                [.. result.Classes.Concat(result.NoiseClasses).Select(one => one.Average)],
                result.ClassSide,
                result.ClassMaskRadius),
        };
        MicrographGallery gallery = MicrographSection.Gallery(input, remarks);
        HtmlBuilder definitions = new();
        classes.AddDefinitions(definitions);
        HtmlPage page = new(
            "Verification of picks",
            Subtitle(input),
            [
                SummarySection.Make(input, remarks),
                ClassSection.Make(input, classes),
                MicrographSection.Make(input, remarks, gallery),
                NoiseSection.Make(result),
                Learning(input.Learning),
                RunSection.Make(input),
            ])
        {
            Definitions = definitions,
            Data = Data(input, gallery),
        };
        return page.ToBytes();
    }

    private static string Subtitle(VerificationReportInput input)
    {
        string what = $"{Words.Counted(input.Result.Picks.Count, "pick")} on "
            + Words.Counted(input.Result.Micrographs.Count, "micrograph");
        return input.Subject.Length == 0 ? what : $"{input.Subject}: {what}";
    }

    private static HtmlSection Learning(LearningHistory? learning)
    {
        const string Id = "learning";
        const string Title = "Learning curve";
        if (learning is null || learning.Lines.Count == 0)
        {
            return HtmlSection.Empty(Id, Title, "No network was trained in this run.");
        }

        HtmlBuilder html = new();
        string names = string.Join(", ", learning.Lines.Select(line => line.Name));
        new LineChart("Learning curve", $"{learning.YLabel} over {learning.XLabel}: {names}.")
        {
            XLabel = learning.XLabel,
            YLabel = learning.YLabel,
            Lines = learning.Lines,
        }.AddTo(html);
        return new HtmlSection(Id, Title, html);
    }

    private static string Data(VerificationReportInput input, MicrographGallery gallery)
    {
        string data = gallery.ToData();
        string key = Convert.ToHexString(Sha256Digest.Of(Encoding.UTF8.GetBytes(input.Subject + data)))[..KeyLetters];
        return $"{{\"key\":\"{key}\",{data.AsSpan(1)}";
    }
}
