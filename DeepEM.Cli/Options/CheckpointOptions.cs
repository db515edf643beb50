using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train.Checkpoints;

namespace DeepEM.Cli.Options;

/// <summary>The options that say what to do about a checkpoint, and how often to save one.</summary>
internal sealed class CheckpointOptions
{
    private readonly Option<bool> _resume = new Option<bool>("--resume")
    {
        Description = "Continue an interrupted training from MODEL.checkpoint",
    }.WithDetails("The model is that of an unbroken run, byte for byte.");

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Replace MODEL and MODEL.checkpoint where they are there",
    };

    private readonly Option<double> _interval = NumberOption.Real(
        "--checkpoint-interval",
        "S",
        "Seconds between two saves of MODEL.checkpoint",
        RealRange.FromTo(0, 1e6),
        TrainingCheckpoint.DefaultIntervalSeconds)
        .WithDetails("Results do not depend on it. 0 saves after every step.");

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => [_resume, _overwrite, _interval];

    /// <summary>The name of the option that resumes, for messages.</summary>
    public string ResumeName => _resume.Name;

    /// <summary>Refuses to resume and to start over at once.</summary>
    /// <param name="result">The command with its options.</param>
    public void Check(CommandResult result)
    {
        if (result.GetValue(_resume) && result.GetValue(_overwrite))
        {
            result.AddError($"{_resume.Name} and {_overwrite.Name} exclude each other, expected one of them");
        }
    }

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public CheckpointPolicy Of(ParseResult result) => new(
        result.GetValue(_resume) ? CheckpointStart.Resume
            : result.GetValue(_overwrite) ? CheckpointStart.Replace
            : CheckpointStart.Begin,
        result.GetRequiredValue(_interval));

    /// <summary>Whether what is there is replaced.</summary>
    /// <param name="result">The command line.</param>
    public bool Replaces(ParseResult result) => result.GetValue(_overwrite);

    /// <summary>Refuses to resume where nothing is kept to resume from.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="needed">The option without which nothing is kept.</param>
    /// <exception cref="SettingsException">It is asked for.</exception>
    public void RequireNoResume(ParseResult result, string needed)
    {
        if (result.GetValue(_resume))
        {
            throw new SettingsException(
                string.Empty,
                NoticeCode.SettingsConflict,
                $"{_resume.Name} needs {needed}: a training without labels keeps no checkpoint");
        }
    }
}
