using System.Net;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>The elements of a page, read strictly: every element is closed, in order, and every attribute quoted.
/// </summary>
/// <remarks>Browsers mend what is wrong without a word, each in its own way; this does not.</remarks>
internal sealed partial class HtmlOutline
{
    private static readonly HashSet<string> _empty = ["!DOCTYPE", "meta", "img", "input", "br", "link"];

    /// <summary>Reads a page, or fails the test.</summary>
    /// <param name="html">The page.</param>
    public HtmlOutline(string html)
    {
        Stack<string> open = [];
        int place = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            if (tag.Index < place)
            {
                continue;
            }

            string between = html[place..tag.Index];
            Assert.That(between, Does.Not.Contain('<'), $"before {tag.Value}");
            Text += WebUtility.HtmlDecode(between) + " ";
            place = tag.Index + tag.Length;
            string name = tag.Groups["name"].Value;
            if (tag.Groups["end"].Length > 0)
            {
                Assert.That(open.TryPop(out string? opened) ? opened : "nothing", Is.EqualTo(name), $"at {place}");
                continue;
            }

            Dictionary<string, string> attributes = [];
            foreach (Match attribute in Attribute().Matches(tag.Groups["attributes"].Value))
            {
                attributes.Add(attribute.Groups["key"].Value, WebUtility.HtmlDecode(attribute.Groups["value"].Value));
            }

            Elements.Add((name, attributes));
            if (name is "script" or "style")
            {
                int end = html.IndexOf($"</{name}>", place, StringComparison.Ordinal);
                Raw.Add((name, attributes, html[place..end]));
                place = end;
            }

            if (!_empty.Contains(name) && tag.Groups["closed"].Length == 0)
            {
                open.Push(name);
            }
        }

        Assert.That(open, Is.Empty);
        Assert.That(html[place..].Trim(), Is.Empty);
    }

    /// <summary>All elements, with their attributes decoded.</summary>
    public List<(string Name, Dictionary<string, string> Attributes)> Elements { get; } = [];

    /// <summary>Scripts and styles with what is in them.</summary>
    public List<(string Name, Dictionary<string, string> Attributes, string Content)> Raw { get; } = [];

    /// <summary>All that is to be read, decoded.</summary>
    public string Text { get; } = "";

    /// <summary>The values of one attribute.</summary>
    /// <param name="name">The attribute.</param>
    public IEnumerable<string> All(string name) =>
        Elements.Where(one => one.Attributes.ContainsKey(name)).Select(one => one.Attributes[name]);

    [GeneratedRegex("""
        <(?<end>/)?(?<name>!DOCTYPE|[a-zA-Z][a-zA-Z0-9]*)(?<attributes>(\s+[a-zA-Z:-]+(="[^"<>]*")?)*)\s*(?<closed>/)?>
        """)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<key>[a-zA-Z:-]+)(="(?<value>[^"]*)")?""")]
    private static partial Regex Attribute();
}
