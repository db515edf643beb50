using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Reports.Html.Verification;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>A verification from files to files: micrographs and picks in, what is known of each pick out.</summary>
/// <param name="Micrographs">The micrographs.</param>
/// <param name="Settings">What is asked for, with the folder of the outputs.</param>
public sealed record VerificationJob(IReadOnlyList<MicrographSource> Micrographs, VerificationSettings Settings)
{
    /// <summary>A folder, a list or a file of picks; null to verify what the network itself finds.</summary>
    public string? Picks { get; init; }

    /// <summary>The model whose scores are used; null for the general one.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Gives the command lines with which the report goes on; or null.</summary>
    public Func<VerificationResult, IReadOnlyList<ReportCommand>>? Commands { get; init; }

    /// <summary>Verifies and writes.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="SettingsException">Nobody says the diameter, the folder is that of the picks, or an earlier
    /// verification is there and is not to be replaced.</exception>
    /// <exception cref="InvalidFileException">Picks or model cannot be read, or no micrograph can.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing is written then.</exception>
    public VerificationJobReport Run(IComputeBackend backend, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        string[] inputs = Picks is null ? [] : [Picks];
        OutputCheck.Require(Settings.OutputFolder, inputs, Settings.Overwrite);
        PickingModel model = Model();
        VerificationInput input = Picks is null
            ? VerificationInput.OwnPicks(Micrographs)
            : VerificationInput.Of(Picks, Micrographs, Settings.PixelSizeAngstrom, model.IsGeneral);
        Dictionary<int, byte[]> thumbnails = [];
        int seen = 0;
        VerificationOutcome outcome = VerificationRun.Run(
            backend,
            model,
            input,
            Settings,
            context,
            (_, image) =>
            {
                if (VerificationSample.Has(seen, Micrographs.Count, VerificationSample.Shown))
                {
                    thumbnails.Add(seen, MicrographThumbnail.Draw(image.Image));
                }

                seen++;
            });
        context.Cancellation.ThrowIfCancellationRequested();
        List<Notice> warnings = [.. outcome.Warnings];
        OutputFolder.Make(Settings.OutputFolder);
        IReadOnlyList<string> files =
            VerificationOutputs.Write(Settings.OutputFolder, outcome.Result, input.AsRead, warnings);
        string page = new VerificationFiles(Settings.OutputFolder).Report;
        VerificationReport.Write(
            page, ReportOf(outcome, thumbnails, context, backend.DeviceName, model));
        string record = Path.Combine(Settings.OutputFolder, RunRecord.FileName);
        RunRecord.Of(context.Arguments, backend.DeviceName, Record(model, outcome)).Write(record);
        return new VerificationJobReport(
            outcome.Result,
            [.. files, page, record],
            [.. warnings.Distinct()],
            [.. outcome.Failures.Select(Notice.Failure)])
        {
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    private PickingModel Model()
    {
        if (ModelPath is not null)
        {
            PickingModel model = ModelFile.Read(ModelPath);
            if (model.Method.SeesRaw)
            {
                throw new SettingsException(
                    ModelPath,
                    NoticeCode.SettingsConflict,
                    "is a model of the published method, whose scores cannot be held against noise");
            }

            return model.IsGeneral ? model with { DiameterAngstrom = Diameter() } : model;
        }

        return GeneralModel.For(Diameter());
    }

    private double Diameter() => Settings.DiameterAngstrom
        ?? (Picks is null ? null : RunRecord.NumberBeside(Picks, "DiameterAngstrom"))
        ?? throw new SettingsException(
            Picks ?? string.Empty, NoticeCode.DiameterUnknown, "nobody says the particle's diameter");

    private VerificationReportInput ReportOf(
        VerificationOutcome outcome,
        Dictionary<int, byte[]> thumbnails,
        JobContext context,
        string device,
        PickingModel model) => new()
        {
            Result = outcome.Result,
            Subject = Picks ?? string.Empty,
            Thumbnails = thumbnails,
            Notes = [.. outcome.Warnings.Select(warning => warning.ToString())],
            Commands = Commands?.Invoke(outcome.Result) ?? [],
            Settings =
            [
                new("Command", string.Join(' ', context.Arguments)),
                new("Picks", Picks ?? "the network's own candidates"),
                new("Diameter, A", outcome.Result.DiameterAngstrom.ToString("0.##", CultureInfo.InvariantCulture)),
                new("Seed", Settings.Seed.ToString(CultureInfo.InvariantCulture)),
            ],
            Versions =
            [
                new("Program", $"deepem {ProductVersion.Text}"),
                new("Device", device),
                new("Model", ModelPath ?? $"general model of {model.ProgramVersion}"),
            ],
        };

    private Dictionary<string, object?> Record(PickingModel model, VerificationOutcome outcome)
    {
        VerificationResult result = outcome.Result;
        return new Dictionary<string, object?>
        {
            ["Run"] = Settings,
            ["Picks"] = Picks,
            ["Model"] = ModelPath,
            ["ModelVersion"] = model.ProgramVersion,
            ["DiameterAngstrom"] = result.DiameterAngstrom,
            ["SeenDiameter"] = outcome.Survey.SeenDiameter,
            ["IsInverted"] = outcome.Survey.IsInverted,
            ["Micrographs"] = result.Micrographs.Count,
            ["VerifiedPicks"] = result.Picks.Count,
            ["Classes"] = result.Classes.Count,
            ["ClassPixelSizeAngstrom"] = result.ClassPixelSizeAngstrom,
            ["NoisePass"] = result.NoisePass,
            ["NoiseAnchor"] = result.NoiseAnchor,
            ["Guard"] = result.Guard,
            ["Seconds"] = result.Times.ToDictionary(
                time => time.Stage,
                time => time.Elapsed.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)),
            ["Failures"] = outcome.Failures.Select(failure => failure.Message).ToArray(),
        };
    }
}
