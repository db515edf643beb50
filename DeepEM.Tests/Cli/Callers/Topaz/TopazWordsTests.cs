using DeepEM.Cli.Callers.Topaz;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>Words are taken as Python's argparse takes them.</summary>
[Category(TestCategory.Smoke)]
public sealed class TopazWordsTests
{
    private static readonly TopazOption[] _options =
    [
        TopazOption.Works("--threshold -t", "LOGIT", ""),
        TopazOption.Works("--num-workers", "N", ""),
        TopazOption.Works("--num-threads -j", "N", ""),
        TopazOption.Works("--per-micrograph", null, ""),
        TopazOption.Works("--filaments", null, ""),
        .. TopazOption.Idle("--filaments_length", "--batch-size"),
    ];

    [TestCase("--threshold -6")]
    [TestCase("--threshold=-6")]
    [TestCase("-t -6")]
    [TestCase("-t-6")]
    [TestCase("-t=-6")]
    [TestCase("--thresh -6")]
    public void A_value_stands_beside_or_in_its_option(string line)
    {
        TopazWords words = Parse(line);

        Assert.That(words.Number("--threshold"), Is.EqualTo(-6));
        Assert.That(words.Paths, Is.Empty);
    }

    [Test]
    public void A_beginning_that_fits_one_option_is_that_option()
    {
        Assert.That(Parse("--num-w 4").Whole("--num-workers"), Is.EqualTo(4));
        Assert.That(Parse("--filaments").Has("--filaments"), Is.True);
        Assert.That(() => Parse("--num 4"), Throws.TypeOf<UsageException>().With.Message.Contains("ambiguous"));
    }

    [Test]
    public void The_last_of_two_values_holds() =>
        Assert.That(Parse("-j 1 --num-threads=8").Whole("--num-threads"), Is.EqualTo(8));

    [Test]
    public void A_list_of_words_stands_for_its_lines()
    {
        using ScratchFolder folder = new();
        string[] paths = [.. Enumerable.Range(0, 7000).Select(i => $"/data/J1/imported/{i:D21}_mic.mrc")];
        string list = folder.Write("words.txt", string.Join('\n', (string[])["-t", "-6", .. paths, ""]));

        TopazWords words = TopazWords.Parse([$"@{list}"], _options);

        Assert.That(words.Paths, Is.EqualTo(paths));
        Assert.That(words.Number("--threshold"), Is.EqualTo(-6));
    }

    [Test]
    public void A_list_that_is_missing_or_names_itself_is_refused()
    {
        using ScratchFolder folder = new();
        string list = folder["words.txt"];
        File.WriteAllText(list, $"@{list}\n");

        Assert.That(() => Parse($"@{list}"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("@/no/such/list"), Throws.TypeOf<UsageException>());
    }

    [Test]
    public void What_no_option_knows_is_noted_with_its_value_passed_over()
    {
        TopazWords words = Parse("--brand-new 3 -q a.mrc --other=5 -- -odd.mrc");

        Assert.That(words.Unknown, Is.EqualTo(["--brand-new", "-q", "--other=5"]));
        Assert.That(words.Paths, Is.EqualTo(["-odd.mrc"]));
    }

    [Test]
    public void A_file_after_an_unknown_option_is_a_file()
    {
        using ScratchFolder folder = new();
        string image = folder.Write("a.mrc", "x");

        Assert.That(Parse($"--brand-new {image}").Paths, Is.EqualTo([image]));
    }

    [Test]
    public void A_missing_or_wrong_value_is_refused()
    {
        Assert.That(() => Parse("-t"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("-t --per-micrograph"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("-t x").Number("--threshold"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("-t nan").Number("--threshold"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("-t 0").Positive("--threshold"), Throws.TypeOf<UsageException>());
        Assert.That(() => Parse("-j 1.5").Whole("--num-threads"), Throws.TypeOf<UsageException>());
    }

    [Test]
    public void An_option_without_effect_is_told_apart() =>
        Assert.That(Parse("--batch-size 4 -j 2").Idle, Is.EqualTo(["--batch-size"]));

    private static TopazWords Parse(string line) => TopazWords.Parse(line.Split(' '), _options);
}
