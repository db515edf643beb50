using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>The micrographs of a picking: which are finished, which are open, and where their files go.</summary>
internal sealed class PickingPlan
{
    private readonly PickingModel _model;
    private readonly IReadOnlyList<MicrographSource> _sources;
    private readonly PickingRunSettings _settings;
    private readonly IReadOnlyList<string> _names;
    private readonly PickingOutputs _outputs;
    private readonly PickingHistory _history;

    // Null where a file is missing or cannot be read, which is reported when its turn comes.
    private readonly Dictionary<string, string>?[] _facts;
    private readonly int?[] _picks;

    // Of what this run has picked; null for what an earlier one has, which is in its NAME_all.star.
    private readonly float[]?[] _merits;

    /// <summary>Makes the folder and looks up what an earlier run has finished there.</summary>
    /// <exception cref="InvalidFileException">Two micrographs would write the same files.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public PickingPlan(
        PickingModel model, IReadOnlyList<MicrographSource> sources, PickingRunSettings settings, MaskFolder? masks)
    {
        _model = model;
        _sources = sources;
        _settings = settings;
        _names = OutputNames.Assign(sources);
        _outputs = new PickingOutputs(settings.OutputFolder);
        _history = new PickingHistory(settings.OutputFolder);
        Dictionary<string, string> run = PickingFingerprint.OfRun(model, settings);
        _facts =
        [
            .. sources.Select(source => PickingFingerprint.OfMicrograph(run, source, masks?.Find(source.Stem))),
        ];
        _picks = [.. Enumerable.Range(0, sources.Count).Select(Earlier)];
        _merits = new float[sources.Count][];
        Open = [.. Enumerable.Range(0, sources.Count).Where(i => settings.Overwrite || _picks[i] is null)];
    }

    /// <summary>The micrographs to pick, by number, in the order of the list.</summary>
    public IReadOnlyList<int> Open { get; }

    /// <summary>Micrographs that are finished.</summary>
    public int Finished => _picks.Count(picks => picks is not null);

    /// <summary>Picks of all that are finished.</summary>
    public int Picks => _picks.Sum() ?? 0;

    /// <summary>Begins a micrograph, which is unfinished until <see cref="Finish"/>.</summary>
    /// <exception cref="InvalidFileException">Its name cannot be that of outputs.</exception>
    public void Begin(int i)
    {
        _picks[i] = null;
        _outputs.RequireUsable(_sources[i], _names[i]);
    }

    /// <summary>The file of a micrograph.</summary>
    public string PathOf(int i) => _sources[i].Path;

    /// <summary>Whether a micrograph is to be drawn with its picks.</summary>
    public bool IsDrawn(int i) => i < _settings.Pictures;

    /// <summary>Writes the files of a micrograph and keeps that it is finished.</summary>
    /// <param name="micrograph">The micrograph, picked.</param>
    /// <param name="threshold">Which picks are accepted.</param>
    /// <param name="drawn">The image in full, where it is to be drawn.</param>
    public void Finish(QueuedMicrograph micrograph, double threshold, Micrograph? drawn)
    {
        (int i, double pixelSize) = (micrograph.Number, micrograph.PixelSizeAngstrom);
        PickedMicrograph picked = micrograph.Picked!;
        Particle[] accepted = [.. picked.Particles.Where(p => p.FigureOfMerit >= threshold)];
        string name = _names[i];
        using OutputLock alone = _history.Lock();
        _history.Forget(name);
        _outputs.WriteStar(name, picked.Particles, accepted);
        if (_settings.WritesBoxes)
        {
            PickingModel model = _model.At(pixelSize);
            _outputs.WriteBoxes(
                name, accepted, (int)Math.Round(model.BoxSize * model.PixelSizeAngstrom / pixelSize));
        }

        if (drawn is not null)
        {
            _outputs.Draw(name, drawn, accepted, pixelSize, _model.DiameterAngstrom, picked.Mask);
        }

        if (_settings.WritesMasks && picked.Mask is { } mask)
        {
            _outputs.WriteMask(name, mask, pixelSize);
        }

        if (_facts[i] is { } facts)
        {
            _history.Keep(name, new PickingRecord(facts, FilesOf(i), accepted.Length));
        }

        _merits[i] = _model.IsCalibrated ? [.. picked.Particles.Select(p => (float)p.FigureOfMerit)] : [];
        _picks[i] = accepted.Length;
    }

    /// <summary>Writes <c>autopick.star</c> with all that are finished, and what thresholds promise on them.</summary>
    /// <returns>What was odd, each a notice.</returns>
    public IReadOnlyList<Notice> WriteList()
    {
        int[] finished = [.. Enumerable.Range(0, _sources.Count).Where(i => _picks[i] is not null)];
        _outputs.WriteList(
            finished.Select(i => new AutopickEntry(_sources[i].Name, _outputs.AcceptedPath(_names[i]))));
        if (!_model.IsCalibrated)
        {
            _outputs.WriteThresholds(expected: null);
            return [];
        }

        List<double> merits = [];
        List<Notice> warnings = [];
        foreach (int i in finished)
        {
            try
            {
                merits.AddRange((_merits[i] ?? _outputs.ReadMerits(_names[i])).Select(merit => (double)merit));
            }
            catch (InvalidFileException exception)
            {
                warnings.Warn(
                    exception.Subject,
                    NoticeCode.EarlierResult,
                    $"left out of {PickingOutputs.ThresholdFile}: {exception.Text}");
            }
        }

        _outputs.WriteThresholds(new ExpectedCurve(merits));
        return warnings;
    }

    private int? Earlier(int i) =>
        _facts[i] is { } facts && _history.Find(_names[i]) is { } record && record.Covers(facts, FilesOf(i))
            ? record.Picks
            : null;

    private string[] FilesOf(int i) => PickingOutputs.NamesOf(
        _names[i],
        _settings.WritesBoxes,
        IsDrawn(i),
        _settings.WritesMasks && (_settings.FindsMask || _settings.MaskFolder is not null));
}
