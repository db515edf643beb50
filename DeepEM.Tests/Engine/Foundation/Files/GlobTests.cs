using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Patterns match as in a shell.</summary>
[Category(TestCategory.Smoke)]
public sealed class GlobTests
{
    [TestCase("*.mrc", "a.mrc", true)]
    [TestCase("*.mrc", "a.mrcs", false)]
    [TestCase("*.mrc", ".a.mrc", false)]
    [TestCase(".*", ".a", true)]
    [TestCase("a?c", "abc", true)]
    [TestCase("a?c", "ac", false)]
    [TestCase("m[0-9][!5]", "m74", true)]
    [TestCase("m[0-9][!5]", "m75", false)]
    [TestCase("m[^5]", "m5", false)]
    [TestCase("m[]x]", "m]", true)]
    [TestCase("m[a-]", "m-", true)]
    [TestCase("m[a", "m[a", true)]
    [TestCase("a*b*c", "aXbXbYc", true)]
    [TestCase("a*b*c", "aXbXbYd", false)]
    [TestCase("***", "anything", true)]
    [TestCase("A*", "abc", false)]
    [TestCase("", "", true)]
    public void A_name_matches_or_not(string pattern, string name, bool expected) =>
        Assert.That(Glob.Matches(pattern, name), Is.EqualTo(expected));

    [Test]
    [CancelAfter(5000)]
    public void Many_stars_take_no_exponential_time() =>
        Assert.That(Glob.Matches(string.Concat(Enumerable.Repeat("*a", 60)) + "b", new string('a', 255)), Is.False);

    [TestCase("*.mrc", "a.mrc b.mrc")]
    [TestCase("g*/*.mrc", "grid1/c.mrc grid2/d.mrc")]
    [TestCase("**/*.mrc", "a.mrc b.mrc grid1/c.mrc grid1/deep/e.mrc grid2/d.mrc")]
    [TestCase("grid1/**", "grid1/c.mrc grid1/deep/e.mrc")]
    [TestCase("grid?/**/[a-e].mrc", "grid1/c.mrc grid1/deep/e.mrc grid2/d.mrc")]
    [TestCase("g*", "")]
    [TestCase("none/*.mrc", "")]
    public void Files_are_found_in_ordinal_order(string pattern, string expected)
    {
        using ScratchFolder folder = new();
        foreach (string name in (string[])["b.mrc", "a.mrc", "grid2/d.mrc", "grid1/c.mrc", "grid1/deep/e.mrc"])
        {
            folder.Write(name, "");
        }

        IEnumerable<string> found =
            Glob.Expand(folder[pattern]).Select(path => Path.GetRelativePath(folder.Path, path));

        Assert.That(string.Join(' ', found), Is.EqualTo(expected));
    }

    [Test]
    public void A_loop_of_links_is_not_followed()
    {
        using ScratchFolder folder = new();
        folder.Write("a/b.mrc", "");
        Directory.CreateSymbolicLink(folder["a/loop"], folder.Path);

        Assert.That(Glob.Expand(folder["**/*.mrc"]), Has.Count.EqualTo(1));
    }
}
