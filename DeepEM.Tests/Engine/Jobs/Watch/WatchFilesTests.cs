using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeepEM.Engine.Jobs.Watch;
using DeepEM.Engine.Reports.Html.Watch;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Watch;

/// <summary>What programs read: metrics, summary, events.</summary>
public sealed partial class WatchFilesTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 5, 10, 11, 12, 345, TimeSpan.Zero);

    private static readonly WatchSummary _summary = new()
    {
        Place = "Movies",
        Folder = "/data/a \"b\" \\c",
        State = "picking",
        Started = _time,
        Updated = _time,
        LastPicked = _time,
        Micrographs = 12_345,
        Picks = 1_234_567,
        Failed = 2,
        Waiting = 3,
        Queued = 4,
        PicksEach = 118.5,
        Score = 0.83,
        Seconds = 0.214,
        Alarms = [new WatchRemark(_time, "mic201.mrc", "picks-drop", "few")],
    };

    [Test]
    public void Metrics_are_read_by_the_rules_of_the_text_format()
    {
        using StringWriter text = new();
        WatchMetrics.Write(text, _summary);

        Dictionary<string, double> values = [];
        Assert.That(text.ToString(), Does.EndWith("\n"));
        foreach (string[] three in text.ToString().TrimEnd('\n').Split('\n').Chunk(3))
        {
            Match sample = Sample().Match(three[2]);
            Assert.That(sample.Success, Is.True, three[2]);
            string name = sample.Groups["name"].Value;
            Assert.That(three[0], Does.StartWith($"# HELP {name} "));
            Assert.That(three[1], Is.EqualTo($"# TYPE {name} counter").Or.EqualTo($"# TYPE {name} gauge"));
            Assert.That(Regex.Unescape(sample.Groups["out"].Value), Is.EqualTo("/data/a \"b\" \\c"));
            values.Add(name, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        Assert.That(values, Is.EqualTo(new Dictionary<string, double>
        {
            ["deepem_micrographs_total"] = 12_345,
            ["deepem_failed_total"] = 2,
            ["deepem_waiting"] = 3,
            ["deepem_picks_total"] = 1_234_567,
            ["deepem_picks_per_micrograph"] = 118.5,
            ["deepem_score_mean"] = 0.83,
            ["deepem_seconds_per_micrograph"] = 0.214,
            ["deepem_last_picked_timestamp_seconds"] = 1_767_607_872.345,
        }));
    }

    [Test]
    public void What_is_not_known_yet_is_no_metric()
    {
        using StringWriter text = new();
        WatchMetrics.Write(text, _summary with { PicksEach = null, Score = double.NaN, LastPicked = null });
        Assert.That(
            text.ToString(),
            Does.Not.Contain("per_micrograph{out=\"\"").And.Not.Contain("score_mean").And.Not.Contain("timestamp"));
    }

    [Test]
    public void The_summary_has_every_figure_by_name()
    {
        using MemoryStream stream = new();
        WatchSummaryFile.Write(stream, _summary);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement root = json.RootElement;
        Assert.That(root.GetProperty("updated").GetString(), Is.EqualTo("2026-01-05T10:11:12.345Z"));
        Assert.That(root.GetProperty("micrographs").GetInt32(), Is.EqualTo(12_345));
        Assert.That(root.GetProperty("picks_per_micrograph").GetDouble(), Is.EqualTo(118.5));
        Assert.That(root.GetProperty("alarms")[0].GetProperty("kind").GetString(), Is.EqualTo("picks-drop"));
        Assert.That(root.GetProperty("trouble").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Events_are_one_line_each_with_the_words_that_are_documented()
    {
        WatchFlag few = new("few-picks", 9, 60, 190);
        WatchedMicrograph picked = new("Movies/mic001.mrc", 118, 0.83, 0.04, 0.21);
        static string Text(byte[] line) => Encoding.UTF8.GetString(line);

        Assert.That(Text(WatchEvent.Picked(_time, picked, [], isAgain: false)), Is.EqualTo(
            """{"time":"2026-01-05T10:11:12.345Z","event":"picked","micrograph":"Movies/mic001.mrc","picks":118,"""
            + """
            "score_mean":0.83,"masked":0.04,"seconds":0.21,"flags":[]}
            """));
        Assert.That(Text(WatchEvent.Flag(_time, "Movies/mic007.mrc", few)), Is.EqualTo(
            """{"time":"2026-01-05T10:11:12.345Z","event":"flag","micrograph":"Movies/mic007.mrc","flag":"few-picks","""
            + """
            "value":9,"expected":[60,190]}
            """));
        Assert.That(Text(WatchEvent.Alarm(new WatchAlarm("picks-drop", 41, 122, "Movies/mic201.mrc", _time))),
            Is.EqualTo(
                """{"time":"2026-01-05T10:11:12.345Z","event":"alarm","alarm":"picks-drop","value":41,"before":122,"""
                + """
                "since":"Movies/mic201.mrc"}
                """));
        Assert.That(
            Text(WatchEvent.Picked(_time, picked with { Score = double.NaN }, [few], isAgain: true)),
            Does.Contain("\"score_mean\":null").And.EndWith("\"flags\":[\"few-picks\"],\"again\":true}"));
    }

    [GeneratedRegex("""^(?<name>[a-z_]+)\{out="(?<out>([^"\\]|\\.)*)"\} (?<value>[0-9.]+)$""")]
    private static partial Regex Sample();
}
