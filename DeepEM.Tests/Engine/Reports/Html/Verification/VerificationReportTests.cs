using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Reports.Html.Verification;
using DeepEM.Engine.Verification.Results;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html.Verification;

[TestFixture]
public sealed class VerificationReportTests
{
    private static readonly string[] _sections =
        ["summary", "classes-and-marks", "micrographs", "noise", "learning", "run"];

    [Test]
    public void A_page_is_well_formed_whatever_the_names_of_files_are()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(6, 30, 5));

        string[] ids = [.. page.All("id")];
        Assert.Multiple(() =>
        {
            Assert.That(ids, Is.Unique);
            Assert.That(_sections, Is.SubsetOf(ids));
            Assert.That(
                page.All("href").Where(link => link.StartsWith('#')).Select(link => link[1..]).Distinct(),
                Is.SubsetOf(ids));
            Assert.That(page.Raw.Count(one => one.Name == "script"), Is.EqualTo(2), "data and the page's own script");
            foreach (string name in MadeUpVerification.AwkwardNames)
            {
                Assert.That(page.Text, Does.Contain(Path.GetFileName(name)));
            }
        });
    }

    [Test]
    public void Every_class_and_every_micrograph_is_on_it_once()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(7, 4, 5));

        Assert.Multiple(() =>
        {
            Assert.That(
                page.All("id").Where(id => id.StartsWith("class-", StringComparison.Ordinal) && char.IsDigit(id[^1])),
                Is.EquivalentTo(Enumerable.Range(1, 5).Select(i => $"class-{i}")));
            Assert.That(
                page.All("id").Where(id => id.StartsWith("micrograph-", StringComparison.Ordinal)),
                Is.EquivalentTo(Enumerable.Range(0, 7).Select(i => $"micrograph-{i}")));
        });
    }

    [Test]
    public void The_script_gets_every_pick_at_its_place()
    {
        VerificationReportInput input = MadeUpVerification.Make(3, 20, 4);
        JsonElement data = Data(Page(input));

        JsonElement[] micrographs = [.. data.GetProperty("micrographs").EnumerateArray()];
        VerifiedPick pick = input.Result.Picks[25];
        Assert.Multiple(() =>
        {
            Assert.That(micrographs, Has.Length.EqualTo(3));
            Assert.That(micrographs[1].GetProperty("x")[5].GetDouble(), Is.EqualTo(pick.Particle.X).Within(0.5));
            Assert.That(micrographs[1].GetProperty("y")[5].GetDouble(), Is.EqualTo(pick.Particle.Y).Within(0.5));
            Assert.That(
                micrographs[1].GetProperty("probability")[5].GetDouble(), Is.EqualTo(pick.Probability).Within(0.0005));
            Assert.That(micrographs[1].GetProperty("class")[5].GetInt32(), Is.EqualTo(pick.Class));
            Assert.That(micrographs[1].GetProperty("odd")[5].GetInt32(), Is.EqualTo((int)pick.Reasons));
            Assert.That(micrographs[1].GetProperty("radius").GetDouble(), Is.EqualTo(60));
            Assert.That(
                data.GetProperty("reasons").GetArrayLength(), Is.EqualTo(Enum.GetValues<OutlierReasons>().Length - 1));
        });
    }

    [Test]
    public void The_same_input_gives_the_same_bytes() => Assert.That(
        VerificationReport.Make(MadeUpVerification.Make(4, 10, 3)),
        Is.EqualTo(VerificationReport.Make(MadeUpVerification.Make(4, 10, 3))));

    [Test]
    public void What_is_not_there_is_said_in_its_section()
    {
        VerificationReportInput nothing = new()
        {
            Result = new VerificationResult { DiameterAngstrom = 100, Micrographs = [], Picks = [] },
        };

        HtmlOutline page = Page(nothing);

        Assert.Multiple(() =>
        {
            Assert.That(_sections, Is.SubsetOf(page.All("id")));
            Assert.That(page.Text, Does.Contain("There are no picks on these micrographs"));
            Assert.That(page.Text, Does.Contain("There are no classes"));
            Assert.That(page.Text, Does.Contain("There are no micrographs."));
            Assert.That(page.Text, Does.Contain("The share of noise was not estimated"));
            Assert.That(page.Text, Does.Contain("No network was trained"));
            Assert.That(page.Text, Does.Contain("No settings were handed on."));
        });
    }

    [Test]
    public void Picks_without_classes_or_noise_are_shown_all_the_same()
    {
        VerificationReportInput input = MadeUpVerification.Make(2, 5, 0);
        HtmlOutline page = Page(input with
        {
            Result = input.Result with { NoiseRates = [], Guard = null, CandidateLogits = [], DecoyLogits = [] },
        });

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("10 picks of a particle of 180 Å on 2 micrographs"));
            Assert.That(page.Text, Does.Contain("How many picks are noise was not estimated"));
            Assert.That(Data(page).GetProperty("micrographs")[0].GetProperty("x").GetArrayLength(), Is.EqualTo(5));
        });
    }

    [Test]
    public void The_summary_says_noise_and_never_wrong()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(4, 10, 3));

        Assert.Multiple(() =>
        {
            Assert.That(
                page.Text.ReplaceLineEndings(" ").Replace('\u00a0', ' '),
                Does.Contain("Of these picks, 9.0 % (6.0 % to 13 % with 95 % certainty) are noise maxima"));
            Assert.That(page.Text, Does.Not.Contain("are wrong"));
            Assert.That(page.Text, Does.Contain("32 particles"));
        });
    }

    [Test]
    public void Numbers_that_are_none_are_no_part_of_a_drawing_or_of_the_data()
    {
        VerificationReportInput input = MadeUpVerification.Make(2, 5, 2);
        HtmlOutline page = Page(input with
        {
            Result = input.Result with
            {
                Classes = [input.Result.Classes[0] with { Structure = double.NaN, Probability = double.NaN }],
                NoiseRates = [new NoiseRatePoint(0, 10, 0, double.NaN, double.NaN, double.PositiveInfinity, 0, 0)],
                Picks = [.. input.Result.Picks.Select(pick => pick with { LogEvidence = double.NegativeInfinity })],
            },
        });

        Assert.Multiple(() =>
        {
            foreach (string name in (string[])["d", "x", "y", "viewBox", "data-structure", "data-probability"])
            {
                Assert.That(page.All(name), Has.None.Matches("NaN|∞|Infinity"));
            }
        });
    }

    [Test]
    public void The_proposal_marks_as_good_what_is_likely_and_shows_something()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(2, 50, 5));

        // Even ones are unlikely, the third looks empty.
        Assert.That(
            page.Elements.Where(one => one.Attributes.GetValueOrDefault("data-proposed") == "good")
                .Select(one => one.Attributes["data-class"]),
            Is.EquivalentTo(["1", "5"]));
    }

    [Test]
    public void Nothing_comes_from_elsewhere_and_only_the_pages_own_script_and_style_may_run()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(6, 30, 5, [0xFF, 0xD8, 0xFF]));

        string policy = page.All("content").First(one => one.StartsWith("default-src", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(policy, Does.StartWith("default-src 'none'"));
            Assert.That(policy, Does.Not.Contain("unsafe"));
            foreach ((string name, Dictionary<string, string> attributes, string content) in page.Raw)
            {
                if (!attributes.ContainsKey("type"))
                {
                    string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
                    Assert.That(policy, Does.Contain($"{name}-src 'sha256-{hash}'"));
                    Assert.That(
                        content, Does.Not.Match("innerHTML|outerHTML|insertAdjacent|eval\\(|https?:|@import|url\\("));
                }
            }

            Assert.That(page.All("src"), Has.All.StartsWith("data:image/"));
            Assert.That(page.All("href"), Has.All.Matches("^(#|data:image/png;)"));
            Assert.That(
                page.Elements.SelectMany(one => one.Attributes.Keys), Has.None.Matches("^(style|on.*|srcset|action)$"));
        });
    }

    [Test]
    public void Fifty_micrographs_of_200_picks_take_less_than_10_MB()
    {
        // White noise is what JPEG is worst at.
        RandomSource random = new(3);
        float[] noise = [.. Enumerable.Range(0, 1024 * 1024).Select(_ => (float)random.NextGaussian())];
        byte[] thumbnail = MicrographThumbnail.Draw(new PreparedMicrograph("noise", noise, 1024, 1024, 4, 4096, 4096));

        byte[] page = VerificationReport.Make(MadeUpVerification.Make(50, 200, 50, thumbnail));

        Assert.That(page, Has.Length.LessThan(10_000_000));
    }

    [Test]
    public void A_report_is_written_as_a_file()
    {
        using ScratchFolder folder = new();
        VerificationReportInput input = MadeUpVerification.Make(1, 1, 1);

        VerificationReport.Write(folder["report.html"], input);

        Assert.That(File.ReadAllBytes(folder["report.html"]), Is.EqualTo(VerificationReport.Make(input)));
    }

    [Test]
    public void Odd_micrographs_come_first()
    {
        VerificationReportInput input = MadeUpVerification.Make(8, 40, 2);
        VerifiedMicrograph[] all = [.. input.Result.Micrographs];
        all[5] = all[5] with { Picks = 400 };

        HtmlOutline page = Page(input with { Result = input.Result with { Micrographs = all } });

        Assert.That(
            page.All("id").Where(id => id.StartsWith("micrograph-", StringComparison.Ordinal)),
            Is.EqualTo(((int[])[5, 0, 1, 2, 3, 4, 6, 7]).Select(i => $"micrograph-{i}")));
    }

    [Test]
    public void More_than_a_hundred_micrographs_are_listed_and_the_first_hundred_shown()
    {
        HtmlOutline page = Page(MadeUpVerification.Make(130, 1, 1));

        Assert.Multiple(() =>
        {
            Assert.That(
                page.All("id").Count(id => id.StartsWith("micrograph-", StringComparison.Ordinal)), Is.EqualTo(100));
            Assert.That(page.Text, Does.Contain("mic_129.mrc"));
            Assert.That(page.Text, Does.Contain("100 of the 130 micrographs are shown"));
        });
    }

    private static HtmlOutline Page(VerificationReportInput input) =>
        new(Encoding.UTF8.GetString(VerificationReport.Make(input)));

    private static JsonElement Data(HtmlOutline page) => JsonDocument.Parse(
        page.Raw.Single(one => one.Attributes.GetValueOrDefault("id") == "data").Content).RootElement;
}
