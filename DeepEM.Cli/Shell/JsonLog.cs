using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>
/// The log for programs: a JSON object a line with <c>time</c> (UTC), <c>command</c> and <c>event</c>, which is
/// <c>progress</c>, <c>notice</c>, <c>error</c> or <c>end</c>.
/// </summary>
/// <param name="error">Receives it.</param>
/// <param name="command">The command in full.</param>
/// <param name="isQuiet">Whether progress is left out.</param>
/// <param name="isVerbose">Whether every step of the progress is told.</param>
internal sealed class JsonLog(TextWriter error, string command, bool isQuiet = false, bool isVerbose = false)
    : RunLog, IProgress<StageProgress>
{
    // A bar needs no more; the first and the last report of a stage are always there.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();
    private string? _stage;
    private long _told;

    /// <inheritdoc/>
    public override T Show<T>(Func<IProgress<StageProgress>, Action<Notice>, T> work) =>
        work(isQuiet ? new SilentProgress() : this, notice => Write([notice]));

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (!isVerbose && _stage == value.Stage && (value.Total == 0 || value.Done < value.Total)
                && TimeProvider.System.GetElapsedTime(_told) < _interval)
            {
                return;
            }

            (_stage, _told) = (value.Stage, TimeProvider.System.GetTimestamp());
        }

        JsonObject figures = [];
        foreach (ProgressFigure figure in value.Figures)
        {
            figures[figure.Name] = figure.Value;
        }

        Write("progress", new JsonObject
        {
            ["stage"] = value.Stage,
            ["done"] = value.Done,
            ["total"] = value.Total == 0 ? null : value.Total,
            ["subject"] = value.Subject,
            ["figures"] = figures,
        });
    }

    /// <inheritdoc/>
    public override void Write(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            string severity = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{notice.Severity}");
            Write("notice", Describe(severity, notice));
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception, string? text = null) => Write(
        "error",
        Describe("error", exception is NoticedException noticed
            ? Notice.Failure(noticed)
            : new Notice(NoticeSeverity.Failure, string.Empty, "error", text ?? exception.Message)));

    /// <inheritdoc/>
    public override void Refuse(IEnumerable<string> mistakes, string usage)
    {
        foreach (string mistake in mistakes)
        {
            string text = mistake.ReplaceLineEndings(" ");
            JsonObject described =
                Describe("error", new Notice(NoticeSeverity.Failure, string.Empty, "usage", text));
            described["usage"] = usage;
            Write("error", described);
        }
    }

    /// <inheritdoc/>
    public override void End(ExitCode code) => Write("end", new JsonObject { ["exit_code"] = (int)code });

    private static JsonObject Describe(string severity, Notice notice)
    {
        JsonObject described = new()
        {
            ["severity"] = severity,
            ["subject"] = notice.Subject,
            ["code"] = notice.Code,
            ["text"] = notice.Text,
        };
        if (notice.Figure is { } known)
        {
            described["figures"] = new JsonObject { [known.Name] = known.Value };
        }

        if (Hints.For(notice.Code, notice.Figure) is { } hint)
        {
            described["hint"] = hint;
        }

        return described;
    }

    private void Write(string kind, JsonObject what)
    {
        what.Insert(0, "event", kind);
        what.Insert(0, "command", command);
        what.Insert(0, "time", TimeProvider.System.GetUtcNow().ToString("O"));
        lock (_lock)
        {
            error.WriteLine(what.ToJsonString(_json));
        }
    }
}
