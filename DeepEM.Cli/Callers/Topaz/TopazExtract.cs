using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz extract</c>: picks particles.</summary>
internal sealed class TopazExtract() : TopazCommand(
    "extract",
    "picks particles and writes a table of their coordinates and logits",
    [
        TopazOption.Works("--model -m", "FILE", "a model that DeepEM has trained [default: the general one]"),
        TopazOption.Works("--threshold -t", "LOGIT", "least score of a pick [default: -6]"),
        .. TopazOptions.Size,
        .. TopazOptions.Scale,
        TopazOption.Works("--output -o", "FILE", "the table [default: stdout]"),
        TopazOption.Works("--per-micrograph", null, "a file beside each micrograph instead of one table"),
        TopazOption.Works("--suffix", "TEXT", "what its name has before the extension"),
        TopazOption.Works("--format", "NAME", "its format: coord, csv, star, json or box [default: coord]"),
        TopazOption.Works("--targets", "FILE", "labels to hold the picks against"),
        TopazOption.Works("--only-validate", null, "writes figures by the labels, and no picks"),
        .. TopazOptions.Compute,
        .. TopazOption.Idle(
            "--batch-size", "--patch-size -p", "--patch-padding", "--assignment-radius", "--min-radius",
            "--max-radius", "--step-radius", "--dims", "--deepem-seed"),
        TopazOption.Works(Filaments, null, "not done"),
        .. TopazOption.Idle("--filaments_length"),
        .. TopazOption.IdleFlags("--filaments_plot"),
    ])
{
    private const string Filaments = "--filaments";
    private const double DefaultThreshold = -6;

    /// <inheritdoc/>
    public override string Operands => "MICROGRAPH ...";

    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazExtraction extraction = Accepted(call);
        if (extraction.Threshold < TopazExtraction.LeastThreshold)
        {
            call.Log.Say(FormattableString.Invariant(
                $"nothing is kept that scores below {TopazExtraction.LeastThreshold:0.0}, a probability of 0.01"));
        }

        TopazExtractionReport report = TopazExtractionJob.Run(extraction, call.Context);
        foreach (Engine.Foundation.Notices.Notice failure in report.Failures)
        {
            call.Log.Tell(failure);
        }

        if (report.Figures is { } figures)
        {
            TopazFiguresText.WriteSummary(figures, call.Output);
        }

        if (extraction is { Output: null, PerMicrograph: null } && !call.Words.Has("--only-validate"))
        {
            TopazTable.Write(call.Output, report.Micrographs);
        }

        return report.Failures.Count == 0 ? ExitCode.Success
            : report.Micrographs.Count == 0 ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }

    // RELION goes on with its next micrograph where it finds a table, and stops where there is none.
    private static TopazExtraction Accepted(TopazCall call)
    {
        try
        {
            Refuse(call.Words);
            return Settings(call);
        }
        catch (Exception refusal) when (refusal is TopazRefusal or UsageException)
        {
            if (call.Words.Text(TopazOptions.Output) is { Length: > 0 } output)
            {
                TopazTable.WriteEmpty(output);
            }

            throw;
        }
    }

    private static void Refuse(TopazWords words)
    {
        if (words.Has(Filaments))
        {
            throw new TopazRefusal("filaments are not picked; RELION's own autopicking and crYOLO do it");
        }

        if (words.Text("--dims") == "3")
        {
            throw new TopazRefusal("tomograms are not picked; Topaz itself and crYOLO do it");
        }

        if (words.Text("--model") == "none")
        {
            throw new TopazRefusal("images of scores are not picked from; Topaz itself does it");
        }
    }

    private static TopazExtraction Settings(TopazCall call)
    {
        TopazWords words = call.Words;
        bool onlyFigures = words.Has("--only-validate");
        if (onlyFigures && !words.Has("--targets"))
        {
            throw new UsageException("argument --only-validate: expected --targets, too");
        }

        return new TopazExtraction(TopazOptions.Paths(call))
        {
            Model = words.Text("--model"),
            Diameter = words.Positive("--deepem-diameter"),
            Radius = words.Positive("--radius"),
            Threshold = words.Number("--threshold") ?? DefaultThreshold,
            Scale = TopazOptions.ScaleOf(words),
            Output = onlyFigures ? null : words.Text(TopazOptions.Output),
            PerMicrograph = words.Has("--per-micrograph") && !onlyFigures ? Format(words) : null,
            Suffix = words.Text("--suffix") ?? string.Empty,
            Targets = words.Text("--targets"),
            Device = TopazOptions.Device(words),
            Threads = TopazOptions.Threads(words),
        };
    }

    private static CoordinateFormat Format(TopazWords words) => words.Text("--format") switch
    {
        null or "coord" => CoordinateFormat.Topaz,
        "csv" => CoordinateFormat.Csv,
        "star" => CoordinateFormat.Relion,
        "json" => CoordinateFormat.Eman2,
        "box" => CoordinateFormat.Box,
        string other => throw new UsageException(
            $"argument --format: found '{other}', expected coord, csv, star, json or box"),
    };
}
