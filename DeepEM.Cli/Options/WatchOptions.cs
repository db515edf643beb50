using System.CommandLine;
using DeepEM.Engine.Jobs.Watch;
using DeepEM.Engine.Micrographs.Arrival;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how a place is watched.</summary>
internal sealed class WatchOptions
{
    private readonly Option<double> _settle = NumberOption.Real(
        "--settle",
        "S",
        "A file is complete when unchanged for so long, s",
        RealRange.FromTo(0.1, 3600),
        ArrivalSettings.Default.Settle.TotalSeconds)
        .WithDetails(
            "Two looks at the open file that far apart find the same size, time and file. Beside that, MRC and TIFF "
            + "must have all their bytes. Packed files and pictures, which do not say their length, take 10 s, and "
            + "files that end in zeros 30 s. Raise it where transfers stall.");

    private readonly Option<double> _poll = NumberOption.Real(
        "--poll",
        "S",
        "Time between two looks at the folder or list, s",
        RealRange.FromTo(0.5, 3600),
        ArrivalSettings.Default.Poll.TotalSeconds)
        .WithDetails("On disks of this machine its kernel tells earlier that something has come.");

    private readonly Option<TimeSpan?> _stopAfter = DurationOption.Optional(
        "--stop-after", "End when nothing has come for so long, as 90s, 30m, 12h", "never");

    private readonly Option<string?> _onAlarm = new Option<string?>("--on-alarm")
    {
        HelpName = "CMD",
        Description = "Shell command run at an alarm, a JSON line on its stdin",
    }.WithDetails("Alarms: the picks of the last 20 micrographs fall below half of those before, nothing new for ten "
        + "minutes, five failures running. Mail and messages are up to this command; it has a minute.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_settle);
        command.Options.Add(_poll);
        command.Options.Add(_stopAfter);
        command.Options.Add(_onAlarm);
    }

    /// <summary>What was chosen.</summary>
    /// <param name="result">The command line.</param>
    public WatchSettings Of(ParseResult result) => new(new ArrivalSettings(
        TimeSpan.FromSeconds(result.GetRequiredValue(_settle)), TimeSpan.FromSeconds(result.GetRequiredValue(_poll))))
    {
        StopAfter = result.GetValue(_stopAfter),
        OnAlarm = result.GetValue(_onAlarm),
    };
}
