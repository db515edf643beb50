using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>What the report of a verification is made of.</summary>
public sealed record VerificationReportInput
{
    /// <summary>What was found.</summary>
    public required VerificationResult Result { get; init; }

    /// <summary>What was verified, for the line below the title: a file or a folder of picks.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>A picture of each micrograph by its number, from 0, as <see cref="MicrographThumbnail"/> makes it;
    /// those without are shown without.</summary>
    public IReadOnlyDictionary<int, byte[]> Thumbnails { get; init; } = new Dictionary<int, byte[]>();

    /// <summary>Command lines to go on with once classes are marked.</summary>
    public IReadOnlyList<ReportCommand> Commands { get; init; } = [];

    /// <summary>Sentences for the summary that only the caller knows.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How a network learnt from these picks; null where none did.</summary>
    public LearningHistory? Learning { get; init; }

    /// <summary>Settings of the run.</summary>
    public IReadOnlyList<NamedValue> Settings { get; init; } = [];

    /// <summary>Program, model, device and the like.</summary>
    public IReadOnlyList<NamedValue> Versions { get; init; } = [];
}
