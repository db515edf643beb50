using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Evaluate;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Evaluate;

[TestFixture]
public sealed class EvaluationJobTests
{
    private const string Table = "x,y\n10,20\n30,40\n";

    private static readonly EvaluationRunSettings _settings = new(DiameterAngstrom: 20, PixelSizeAngstrom: 2);

    [Test]
    public void Figures_come_with_the_files_they_are_of_and_the_settings_go_beside_the_json()
    {
        using var folder = new ScratchFolder();
        EvaluationFiles files = Files(folder);

        EvaluationJobReport report =
            EvaluationJob.Run(files, _settings, new EvaluationOutputs { Json = folder["e.json"] });

        Assert.That(report.Evaluation.Headline().Precision, Is.EqualTo(1));
        Assert.That(report.Input.PickSources, Is.EqualTo([files.Picks]));
        Assert.That(report.Notices.Select(notice => notice.Code), Does.Contain(NoticeCode.SizeUnknown));
        using var record = JsonDocument.Parse(File.ReadAllText(folder["e.json.settings.json"]));
        Assert.That(
            record.RootElement.GetProperty("Settings").GetProperty("Truth").GetString(), Is.EqualTo(files.Truth));
    }

    [Test]
    public void Without_outputs_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        EvaluationFiles files = Files(folder);
        string[] before = [.. folder.Names()];

        EvaluationJob.Run(files, _settings);

        Assert.That(folder.Names(), Is.EqualTo(before));
    }

    [Test]
    public void Pictures_leave_the_settings_of_the_picks_in_the_same_folder_alone()
    {
        EvaluationOutputs outputs = new() { Pictures = "picks" };

        Assert.That(outputs.Record, Is.Not.EqualTo(Path.Combine("picks", RunRecord.FileName)));
        Assert.That(new EvaluationOutputs().Record, Is.Null);
    }

    [Test]
    public void Pictures_that_were_asked_for_and_cannot_be_drawn_are_told()
    {
        using var folder = new ScratchFolder();

        EvaluationJobReport report =
            EvaluationJob.Run(Files(folder), _settings, new EvaluationOutputs { Pictures = folder["pictures"] });

        Notice told = report.Notices.Single(notice => notice.Code == NoticeCode.PicturesMissing);
        Assert.That(told.Text, Does.StartWith("no pictures of 1 of 1 micrographs"));
    }

    [Test]
    public void A_border_without_the_size_of_a_micrograph_is_refused()
    {
        using var folder = new ScratchFolder();

        Assert.That(
            () => EvaluationJob.Run(Files(folder), _settings with { BorderPixels = 1 }),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.SizeUnknown));
    }

    [Test]
    public void The_record_of_the_settings_never_replaces_an_input()
    {
        using var folder = new ScratchFolder();
        EvaluationFiles files = Files(folder);
        string record = folder.Write("e.json.settings.json", Table);

        Assert.That(
            () => EvaluationJob.Run(
                files with { Ignored = record }, _settings, new EvaluationOutputs { Json = folder["e.json"] }),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.OutputIsInput));
        Assert.That(File.ReadAllText(record), Is.EqualTo(Table));
    }

    private static EvaluationFiles Files(ScratchFolder folder) =>
        new(folder.Write("truth/a.csv", Table), folder.Write("picks/a.csv", Table));
}
