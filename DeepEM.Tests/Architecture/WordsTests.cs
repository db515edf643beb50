using System.Text.RegularExpressions;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>What Engine says fits a console, a page and a log alike.</summary>
[Category(TestCategory.Smoke)]
public sealed partial class WordsTests
{
    [TestCase("DeepEM.Engine")]
    [TestCase("DeepEM.Kernels")]
    public void No_text_names_a_command_line_option(string project)
    {
        Assert.That(
            SourceTree.Files(project).SelectMany(path => OptionInText().Matches(SourceTree.Read(path))
                .Select(match => $"{path}: {match.Value}")),
            Is.Empty);
    }

    [Test]
    public void An_option_in_a_text_is_seen()
    {
        Assert.That(OptionInText().IsMatch("""throw new E("give --pixel-size")"""), Is.True);
        Assert.That(OptionInText().IsMatch("""/// <c>--pixel-size</c> says "so"."""), Is.False);
    }

    // In comments options may be named; a text is what stands between quotation marks on a line of code.
    [GeneratedRegex("""^(?!\s*//).*"[^"\n]*--[a-z][^"\n]*".*$""", RegexOptions.Multiline)]
    private static partial Regex OptionInText();
}
