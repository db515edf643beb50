using System.CommandLine;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Relion;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Options;

/// <summary>The options that make a picking a job of RELION, and what is different then.</summary>
internal sealed class RelionPickOptions
{
    private readonly Option<bool> _job = RelionJobOption.Create("--out is its folder");

    private readonly Option<PickCentres> _origins = ChoiceOption.Create(
        "--relion-origins",
        "With --relion-job: keep fractions of centres as origins [default: yes]",
        ("yes", PickCentres.RoundedWithOrigins),
        ("no", PickCentres.Rounded))
        .WithDetails("RELION cuts fractions of coordinates off when it extracts. As its job they are rounded, and what "
            + "rounding took is written as _rlnOriginXAngst and _rlnOriginYAngst, which extraction carries through.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_job);
        command.Options.Add(_origins);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_origins) is { Implicit: false } && !result.GetValue(_job))
            {
                result.AddError($"{_origins.Name} needs {_job.Name}");
            }
        });
    }

    /// <summary>What is asked for, with what a job of RELION does otherwise.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="settings">What is asked for.</param>
    public PickingRunSettings Apply(ParseResult result, PickingRunSettings settings) => !result.GetValue(_job)
        ? settings
        : settings with
        {
            Centres = result.GetValue(_origins) == PickCentres.Rounded
                ? PickCentres.Rounded
                : PickCentres.RoundedWithOrigins,
            StopsAtOnce = true,
        };

    /// <summary>The micrographs, whose outputs RELION looks for below their folders.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="sources">The micrographs.</param>
    public MicrographSequence Sequence(ParseResult result, IReadOnlyList<MicrographSource> sources) =>
        result.GetValue(_job)
            ? MicrographSequence.Of(sources, OutputNames.BelowJob)
            : MicrographSequence.Of(sources);

    /// <summary>Writes what RELION wants beside the picks.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="folder">The folder of the picks.</param>
    /// <param name="micrographs">What was named as micrographs.</param>
    /// <returns>What was odd.</returns>
    public IEnumerable<Notice> Finish(ParseResult result, string folder, IReadOnlyList<string> micrographs) =>
        result.GetValue(_job) && new RelionJobFolder(folder).FinishPicking(micrographs) is { } notice ? [notice] : [];
}
