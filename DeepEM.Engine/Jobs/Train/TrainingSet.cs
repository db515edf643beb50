using System.Globalization;
using System.Runtime.ExceptionServices;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>The micrographs of a training, read and prepared, with their labels in binned pixels.</summary>
/// <param name="Micrographs">Those with at least one particle.</param>
/// <param name="Network">The network for them.</param>
/// <param name="PixelSizeAngstrom">Pixel size of the unbinned micrographs.</param>
/// <param name="Binning">Original pixels per pixel that the network sees, along each side.</param>
/// <param name="Diameter">Diameter in binned pixels.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
internal sealed record TrainingSet(
    IReadOnlyList<TrainingMicrograph> Micrographs,
    NetworkDescription Network,
    double PixelSizeAngstrom,
    double Binning,
    double Diameter,
    IReadOnlyList<Notice> Warnings)
{
    // Pixel sizes of one data set agree much better than this; another binning differs by far more.
    private const double PixelSizeTolerance = 0.02;

    /// <summary>Micrographs that could not be used, each with its reason.</summary>
    public IReadOnlyList<Notice> Failures { get; init; } = [];

    /// <summary>Where not to pick on them, and the sign of their contrast.</summary>
    public TrainingMasks Masks { get; init; } = TrainingMasks.NotMeasured;

    /// <summary>
    /// Share of the background's windows that show a particle nobody labelled; null where all are labelled.
    /// </summary>
    public double? Prior { get; init; }

    /// <summary>Original pixels below which a pick is a labelled particle.</summary>
    public double MatchRadius => EvaluationSettings.UsualRadiusFraction * Diameter * Binning;

    /// <summary>Reads and prepares.</summary>
    /// <exception cref="InvalidFileException">A file cannot be used, and the settings are strict or none can; or pixel
    /// sizes differ.</exception>
    /// <exception cref="TrainingDataException">There are too few picks.</exception>
    public static TrainingSet Load(
        IComputeBackend backend,
        IReadOnlyList<TrainingItem> items,
        TrainingRunSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        List<Notice> warnings = [];
        List<InvalidFileException> failures = [];
        TrainingItem[] labelled =
            [.. Draw(items, settings, warnings).Where(i => i.Particles.Count + i.AddedParticles.Count > 0)];
        var method = PickingMethod.Of(settings.Preset);
        double pixelSize = double.NaN;
        double binning = 1;
        double coarse = 1;
        NetworkDescription network = NetworkPresets.Klh;
        MicrographPreparer? preparer = null;
        Notice? doubt = null;
        List<(TrainingMicrograph Micrograph, MaskMeasurement Measurement)> micrographs = [];
        try
        {
            foreach (TrainingItem item in labelled)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    Add(item);
                }
                catch (InvalidFileException failure) when (!settings.Strict && IsOfOne(failure))
                {
                    failures.Add(failure);
                }
            }

            void Add(TrainingItem item)
            {
                Micrograph micrograph = MicrographReader.Read(item.Path, settings.Reading);
                warnings.AddRange(micrograph.Warnings);
                double own = item.PixelSizeAngstrom ?? micrograph.PixelSizeAngstrom
                    ?? throw new InvalidFileException(
                        item.Path, "the pixel size is not known", code: NoticeCode.PixelSizeUnknown);
                doubt ??= item.PixelSizeAngstrom is null
                    ? PixelSizeCheck.OfPlaceholder(
                        item.Path, own, Math.Min(micrograph.Height, micrograph.Width), settings.DiameterAngstrom, null)
                    : PixelSizeCheck.AgainstHeader(item.Path, own, micrograph.PixelSizeAngstrom);
                if (double.IsNaN(pixelSize))
                {
                    pixelSize = own;
                    double diameter = settings.DiameterAngstrom / pixelSize;
                    binning = BinningSteps.For(method.BinningFor(diameter)).Binning;
                    network = NetworkFor(settings.Preset, diameter / binning);
                    coarse = BinningSteps.For(NetworkPresets.BinningFor(diameter)).Binning;
                    preparer = new MicrographPreparer(backend, coarse, diameter / coarse);
                }
                else if (Math.Abs((own / pixelSize) - 1) > PixelSizeTolerance)
                {
                    throw new InvalidFileException(
                        item.Path,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"pixel size is {own:G6} A, that of {labelled[0].Path} is {pixelSize:G6} A; expected one "
                            + $"pixel size"),
                        code: NoticeCode.PixelSizesDiffer);
                }

                int box = (int)Math.Round(network.InputSide * binning);
                if (Math.Min(micrograph.Height, micrograph.Width) < box)
                {
                    throw new InvalidFileException(
                        item.Path,
                        $"{micrograph.Width}×{micrograph.Height} px is smaller than the {box} px box of the network");
                }

                PreparedMicrograph prepared = preparer!.Prepare(micrograph, item.Path);
                PreparedMicrograph image = method.SeesRaw
                    ? PreparedMicrograph.Raw(BinnedMicrograph.Of(micrograph))
                    : prepared;
                micrographs.Add((
                    TrainingMasks.WithoutMasked(
                        TrainingLabels.Of(image, item, warnings), item, settings.MaskMeaning, warnings),
                    MaskMeasurement.Of(micrograph, prepared, settings.DiameterAngstrom / pixelSize / coarse)));
                progress?.Report(new StageProgress("Reading", micrographs.Count, labelled.Length));
            }
        }
        finally
        {
            preparer?.Dispose();
        }

        micrographs.RemoveAll(m => m.Micrograph.Particles.Count == 0);
        int particles = micrographs.Sum(m => m.Micrograph.Particles.Count);
        if (particles < 2 && failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        if (particles < 2)
        {
            int outside = labelled.Sum(i => i.Particles.Count + i.AddedParticles.Count) - particles;
            throw new TrainingDataException(
                $"there are {particles} picks on the {items.Count} micrographs given"
                + (outside > 0 ? $" and {outside} outside of them" : string.Empty)
                + "; training needs at least 2 "
                + (outside > 0
                    ? "(are the picks in pixels of these micrographs, not binned?)"
                    : "(picks at one place count once)"));
        }

        double binnedDiameter = settings.DiameterAngstrom / pixelSize / binning;
        (IReadOnlyList<TrainingMicrograph> masked, TrainingMasks found) =
            TrainingMasks.Survey(micrographs, binnedDiameter, settings, warnings);
        warnings.AddRange(doubt is null ? [] : [doubt]);
        if (!warnings.Exists(warning => warning.Code == NoticeCode.CoordinatesScaled))
        {
            warnings.AddRange(LabelCheck.Of(masked, binnedDiameter));
        }

        return new TrainingSet(masked, network, pixelSize, binning, binnedDiameter, warnings)
        {
            Masks = found,
            Failures = [.. failures.Select(Notice.Failure)],
        };
    }

    /// <summary>The model of a network for micrographs like these, before its scores are judged.</summary>
    public PickingModel Describe(TrainingRunSettings settings, float[] parameters) => new()
    {
        Network = Network,
        Parameters = parameters,
        Preset = settings.Preset,
        PixelSizeAngstrom = PixelSizeAngstrom,
        DiameterAngstrom = settings.DiameterAngstrom,
        Binning = Binning,
        Threshold = 0.5,
        Turns = FewLabels.Applies(this, settings) ? PickingModel.MoreTurns : PickingModel.FewerTurns,
        EdgeMarginAngstrom = EdgeMargin.Of(Micrographs, Diameter) * Binning * PixelSizeAngstrom,
        MaskLimits = Masks.Limits,
        Contrast = Masks.Contrast,
        Seed = settings.Seed,
    };

    private static NetworkDescription NetworkFor(NetworkPreset preset, double diameter) => preset switch
    {
        NetworkPreset.Klh => NetworkPresets.Klh,
        NetworkPreset.NineteenS => NetworkPresets.NineteenS,
        _ => NetworkPresets.ForDiameter(diameter),
    };

    // N picks drawn from all picks of all micrographs; the same seed draws the same ones.
    private static IReadOnlyList<TrainingItem> Draw(
        IReadOnlyList<TrainingItem> items, TrainingRunSettings settings, List<Notice> warnings)
    {
        if (settings.Labels is not { } wanted)
        {
            return items;
        }

        int there = items.Sum(i => i.Particles.Count);
        if (there < wanted)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.FewLabels,
                $"{wanted} picks are asked for, there are {there}: all of them are used");
        }

        (int Item, Particle Particle)[] all =
            [.. items.SelectMany((item, i) => item.Particles.Select(p => (i, p)))];
        new RandomSource(settings.Seed).Fork(1).Shuffle(all.AsSpan());
        ILookup<int, Particle> drawn = all.Take(wanted).ToLookup(p => p.Item, p => p.Particle);
        return [.. items.Select((item, i) => item with { Particles = [.. drawn[i]] })];
    }

    // Where two pixel sizes differ, nobody can tell which micrograph is the wrong one.
    private static bool IsOfOne(InvalidFileException failure) => failure.Code != NoticeCode.PixelSizesDiffer;
}
