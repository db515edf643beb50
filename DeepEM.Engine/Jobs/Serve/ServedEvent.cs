using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Something that happened in a project.</summary>
public abstract record ServedEvent
{
    /// <summary>Labels were edited.</summary>
    /// <param name="Number">Number of the edit.</param>
    /// <param name="Client">The page it came from; empty for the program.</param>
    /// <param name="Edits">What was done.</param>
    public sealed record Edited(long Number, string Client, IReadOnlyList<LabelEdit> Edits) : ServedEvent;

    /// <summary>A job went on.</summary>
    /// <param name="Job">How it stands.</param>
    public sealed record Worked(ServedJob Job) : ServedEvent;

    /// <summary>A training took steps.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Point">The loss.</param>
    public sealed record Learnt(string Job, LossPoint Point) : ServedEvent;

    /// <summary>What is known of a micrograph changed.</summary>
    /// <param name="Index">Its number.</param>
    public sealed record Micrograph(int Index) : ServedEvent;

    /// <summary>A micrograph was picked.</summary>
    /// <param name="Index">Its number.</param>
    /// <param name="Counts">Its picks at 101 thresholds.</param>
    public sealed record Counted(int Index, IReadOnlyList<ushort> Counts) : ServedEvent;

    /// <summary>All edits are in the STAR files, too.</summary>
    /// <param name="Number">Number of the last.</param>
    public sealed record Saved(long Number) : ServedEvent;

    /// <summary>Small pictures were made.</summary>
    /// <param name="From">The first.</param>
    /// <param name="Count">How many.</param>
    public sealed record Pictured(int From, int Count) : ServedEvent;

    /// <summary>The user should know something.</summary>
    /// <param name="Notice">What.</param>
    public sealed record Told(Notice Notice) : ServedEvent;

    /// <summary>The project changed: its numbers, model, picks.</summary>
    public sealed record Changed : ServedEvent;
}
