using System.CommandLine;
using System.Text.RegularExpressions;
using DeepEM.Cli;
using DeepEM.Tests.Architecture;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

/// <summary>The manual names commands, options and pages that are there.</summary>
/// <remarks>
/// A word in a comment <c>&lt;!-- check: ... --&gt;</c> of a page is announced there, and not looked for in it.
/// </remarks>
[Category(TestCategory.Smoke)]
public sealed partial class ManualTests
{
    private static IEnumerable<string> Pages =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    // The notebook keeps records of what was tried, which are not changed when an option is.
    private static IEnumerable<string> PagesOfToday =>
        Pages.Where(page => !page.StartsWith("docs/notebook/", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading(string page) =>
        Assert.That(
            Link().Matches(SourceTree.Read(page)).Select(match => match.Groups[1].Value)
                .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(page, link)),
            Is.Empty);

    [TestCaseSource(nameof(PagesOfToday))]
    public void Every_command_has_its_options(string page)
    {
        string text = SourceTree.Read(page);
        string announced = string.Join('\n', Announcement().Matches(text).Select(match => match.Value));
        Assert.That(
            CommandInText().Matches(text.Replace("\\\n", " ", StringComparison.Ordinal))
                .SelectMany(match => Missing(match.Groups[1].Value, match.Groups[2].Value))
                .Where(word => !announced.Contains(word, StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void A_wrong_command_a_wrong_option_and_a_wrong_link_are_seen()
    {
        Assert.That(Missing("pik", string.Empty), Is.EqualTo(["pik"]));
        Assert.That(Missing("pick", " a.mrc --diametre 3 --out x"), Is.EqualTo(["--diametre"]));
        Assert.That(Leads("docs/masks.md", "formats.md#no-such-heading"), Is.False);
        Assert.That(CommandInText().Match("    deepem pick a --out b\n").Groups[2].Value, Is.EqualTo(" a --out b"));
    }

    private static IEnumerable<string> Missing(string name, string words)
    {
        RootCommand root = CommandLine.Create();
        Command? command = root.Subcommands.SingleOrDefault(each => each.Name == name);
        if (command is null)
        {
            return [name];
        }

        command = command.Subcommands.FirstOrDefault(below => words.StartsWith($" {below.Name} ")) ?? command;
        string[] known =
        [
            .. command.Options.Concat(root.Options).SelectMany(option => option.Aliases.Append(option.Name)),
        ];
        return Option().Matches(words).Select(match => match.Value).Except(known, StringComparer.Ordinal);
    }

    private static bool Leads(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0
            ? page
            : Path.GetRelativePath(
                SourceTree.Root, Path.Combine(SourceTree.Root, Path.GetDirectoryName(page)!, parts[0]));
        string path = Path.Combine(SourceTree.Root, target);
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Heading().Matches(SourceTree.Read(target))
                .Any(match => Anchor(match.Groups[1].Value) == parts[1]);
    }

    // As GitHub makes it: small letters, blanks become dashes, other signs fall away.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(sign => char.IsLetterOrDigit(sign) || " -_".Contains(sign)))
            .Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("<!-- check: .*?-->", RegexOptions.Singleline)]
    private static partial Regex Announcement();

    // After a backtick or at the beginning of a line, up to the end of either.
    [GeneratedRegex(@"(?:`|^[ \t]*(?:exec )?)deepem ([a-z][a-z-]*)([^`\n]*)", RegexOptions.Multiline)]
    private static partial Regex CommandInText();

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex Option();
}
