using System.Text;
using System.Text.RegularExpressions;
using DeepEM.Cli.Web;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>The page's own files hold what its policy allows, ask nobody else for anything, and stay small.</summary>
[TestFixture]
internal sealed class AssetScanTests
{
    private static IEnumerable<string> Names => new Assets().Names.Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public void Nothing_is_run_or_styled_from_text_and_nothing_is_asked_of_others(string name)
    {
        string text = Read(name);
        if (name.EndsWith(".svg", StringComparison.Ordinal))
        {
            // The name of the format itself.
            text = text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        }

        string[] forbidden = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
            "srcdoc", "http:", "https:", "//cdn", "javascript:", "setAttribute('style'", "setAttribute('on"];
        Assert.Multiple(() =>
        {
            Assert.That(forbidden.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)), Is.Empty);
            Assert.That(
                Regex.Matches(text, @"<[a-z][^<>]*\s(style|on[a-z]+)\s*=").Select(match => match.Value), Is.Empty);
            Assert.That(Regex.Matches(text, @"@import|url\((?!#)").Select(match => match.Value), Is.Empty);
            Assert.That(text.Split('\n').Length, Is.LessThanOrEqualTo(251), "lines");
            Assert.That(text.Split('\n').Where(line => line.Length > 120), Is.Empty, "long lines");
        });
    }

    [Test]
    public void All_together_are_small() =>
        Assert.That(Names.Sum(name => Read(name).Length), Is.LessThan(150_000), "bytes");

    [Test]
    public void Every_file_that_is_named_is_there()
    {
        IEnumerable<string> named = Names.SelectMany(name =>
            Regex.Matches(Read(name), @"(?:from |import )'\./([a-z.]+)'|web/([a-z.]+)""").Select(
                match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value));
        Assert.That(named.Distinct(), Is.SubsetOf(Names.ToArray()));
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream("web/" + name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
