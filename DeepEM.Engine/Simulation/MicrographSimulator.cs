using System.Numerics;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Optics;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Simulation;

/// <summary>Makes micrographs of one particle in ice.</summary>
/// <remarks>
/// <code>
/// pixel = 20 + 4.5 · (signal + noise + lumps + carbon + gradient) / standard deviation
/// signal: projections at random orientations, filtered by CTF(q) · MTF(q) · stain(q),
///         stain(q) = 1 − StainShare · exp(−2 · (π · StainLength · q)²)
/// noise:  white noise, filtered by √(1 + SolventPower · g(q) · (1 − t + 2t·CTF(q)²)) · MTF(q),
///         g(q) = 1 / (1 + (SolventLength·q)²)², t = ThonRingShare,
///         scaled so that var(signal within the particles' discs) / var(noise) = SignalToNoise
/// </code>
/// MTF(q) is that of the detector's blur σ and of the light that spreads over the length L in its scintillator:
/// exp(−2·(π·σ·q)²) / (1 + (2π·L·q)²)^(3/2). The image is periodic: signal that the defocus carries across a border
/// comes back at the other side. One source of random numbers gives one micrograph, for any number of threads.
/// </remarks>
public sealed class MicrographSimulator
{
    // Electrons per pixel of an ordinary exposure; their square root is the shot noise.
    private const double MeanGrey = 20;
    private const double GreyDeviation = 4.5;

    // The numbered parts of a micrograph's random numbers.
    private const int OpticsPart = 0;
    private const int PlacePart = 1;
    private const int OrientationPart = 2;
    private const int NoisePart = 3;
    private const int DirtPart = 4;
    private const int CarbonPart = 5;
    private const int GrainPart = 6;
    private const int StrengthPart = 7;
    private const int FaultPart = 8;

    private readonly ParticleModel _model;
    private readonly SimulationSettings _settings;
    private readonly FourierTransform _transform;
    private readonly ParallelOptions _parallel;

    /// <summary>Prepares the simulation of one particle.</summary>
    /// <param name="model">The particle.</param>
    /// <param name="settings">How the micrographs look; the particle settings in it are not used here.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MicrographSimulator(ParticleModel model, SimulationSettings settings, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        (_model, _settings) = (model, settings);
        _transform = new FourierTransform(settings.Height, settings.Width, threads);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Makes a micrograph.</summary>
    /// <param name="random">Decides everything; not advanced, so fork one for each micrograph.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The micrograph with its truth.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SimulatedMicrograph Simulate(RandomSource random, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(random);
        Scene scene = Arrange(random);
        cancellation.ThrowIfCancellationRequested();
        float[] image = DrawSignal(scene);
        cancellation.ThrowIfCancellationRequested();
        AddImage(image, DrawNoise(scene, image));
        cancellation.ThrowIfCancellationRequested();
        AddDecoys(scene, image);
        cancellation.ThrowIfCancellationRequested();
        ScaleGreyLevels(image);
        DetectorFaults.AddLines(image, _settings.Width, _settings.DeadLines, random.Fork(FaultPart));
        if (_settings.GreyLevels is int levels)
        {
            DetectorFaults.Quantise(image, levels);
        }

        return new SimulatedMicrograph(
            _settings.Height,
            _settings.Width,
            image,
            _settings.PixelSizeAngstrom,
            [.. scene.Places.Select(static place => new Particle(place.X, place.Y, 0))],
            scene.Optics,
            scene.Carbon is not null);
    }

    /// <summary>Decides defocus, carbon and places.</summary>
    /// <param name="random">Decides; not advanced.</param>
    /// <returns>What the micrograph shows.</returns>
    internal Scene Arrange(RandomSource random)
    {
        RandomSource optics = random.Fork(OpticsPart);
        double defocus = optics.NextDouble(_settings.MinimumDefocusAngstrom, _settings.MaximumDefocusAngstrom);
        double astigmatism = optics.NextDouble(0, _settings.MaximumAstigmatismAngstrom);
        ContrastTransferFunction transfer = _settings.Optics(
            defocus + (0.5 * astigmatism), defocus - (0.5 * astigmatism), optics.NextDouble(0, 180));

        RandomSource film = random.Fork(CarbonPart);
        CarbonEdge? carbon = film.NextDouble() < _settings.CarbonProbability
            ? CarbonEdge.Draw(_settings.Height, _settings.Width, _settings.PixelSizeAngstrom, film)
            : null;

        RandomSource places = random.Fork(PlacePart);
        double diameter = _model.DiameterAngstrom / _settings.PixelSizeAngstrom;
        double coverage = places.NextDouble(_settings.MinimumCoverage, _settings.MaximumCoverage);
        double area = (double)_settings.Height * _settings.Width;
        int covering = (int)Math.Round(coverage * area / (Math.PI / 4 * diameter * diameter));
        PlacementRules rules = new(
            _settings.ParticleCount ?? covering,
            _settings.Height,
            _settings.Width,
            _settings.EdgeMarginDiameters * diameter,
            _settings.MinimumDistanceDiameters * diameter,
            (x, y) => carbon is null || carbon.Depth(x, y) < -diameter / 2);
        IReadOnlyList<(double X, double Y)> placed = ParticlePlacement.Place(_settings.Packing, rules, places);
        return new Scene(transfer, carbon, [.. placed.OrderBy(static place => place.Y)], random);
    }

    /// <summary>Draws the particles as the microscope shows them, without noise.</summary>
    /// <param name="scene">What the micrograph shows.</param>
    /// <returns>Height·Width values; dark is negative.</returns>
    internal float[] DrawSignal(Scene scene)
    {
        float[] image = new float[checked(_settings.Height * _settings.Width)];
        RandomSource orientations = scene.Random.Fork(OrientationPart);
        RandomSource strengths = scene.Random.Fork(StrengthPart);
        foreach ((double x, double y) in scene.Places)
        {
            Quaternion orientation = Projection.RandomOrientation(orientations);
            double strength = 1 - (_settings.StrengthVariation * strengths.NextDouble());
            foreach ((double wrappedX, double wrappedY) in Wrapped(x, y))
            {
                Projection.Add(
                    _model,
                    orientation,
                    wrappedX,
                    wrappedY,
                    _settings.PixelSizeAngstrom,
                    image,
                    _settings.Width,
                    strength);
            }
        }

        ContrastTransferFunction.PreparedTransferFunction transfer = scene.Optics.Evaluator();
        Filter(image, (qx, qy) => transfer.Evaluate(qx, qy) * DetectorTransfer(qx, qy) * StainTransfer(qx, qy));
        return image;
    }

    // The frame is periodic: what a border cuts off a particle comes back at the other side. A particle cut short would
    // end in a sharp line, which the transfer function turns into streaks that no microscope makes.
    private IEnumerable<(double X, double Y)> Wrapped(double x, double y)
    {
        double reach = _model.DiameterAngstrom / _settings.PixelSizeAngstrom;
        foreach (double wrappedY in Wrapped(y, _settings.Height, reach))
        {
            foreach (double wrappedX in Wrapped(x, _settings.Width, reach))
            {
                yield return (wrappedX, wrappedY);
            }
        }
    }

    private static IEnumerable<double> Wrapped(double at, int extent, double reach)
    {
        yield return at;
        if (at < reach)
        {
            yield return at + extent;
        }

        if (at > extent - reach)
        {
            yield return at - extent;
        }
    }

    /// <summary>Draws shot noise and the solvent's structure, scaled to the asked signal-to-noise ratio.</summary>
    /// <param name="scene">What the micrograph shows.</param>
    /// <param name="signal">The particles; when there are none the noise has the variance 1.</param>
    /// <returns>Height·Width values.</returns>
    internal float[] DrawNoise(Scene scene, float[] signal)
    {
        ContrastTransferFunction.PreparedTransferFunction transfer = scene.Optics.Evaluator();
        double length2 = _settings.SolventLengthAngstrom * _settings.SolventLengthAngstrom;
        double power = _settings.SolventPower;
        double share = _settings.ThonRingShare;
        float[] noise = WhiteNoise.Draw(_settings.Height, _settings.Width, scene.Random.Fork(NoisePart), _parallel);
        Filter(noise, (qx, qy) =>
        {
            double fall = 1 / (1 + (length2 * ((qx * qx) + (qy * qy))));
            double ring = transfer.Evaluate(qx, qy);
            double solvent = power * fall * fall * (1 - share + (2 * share * ring * ring));
            return Math.Sqrt(1 + solvent) * DetectorTransfer(qx, qy);
        });

        double radius = 0.5 * _model.DiameterAngstrom / _settings.PixelSizeAngstrom;
        double wanted = scene.Places.Count == 0
            ? 1
            : Moments.InDiscs(signal, _settings.Width, scene.Places, radius).Variance / _settings.SignalToNoise;
        Scale(noise, (float)Math.Sqrt(wanted / Moments.Of(noise).Variance));
        return noise;
    }

    private void AddDecoys(Scene scene, float[] image)
    {
        double deviation = Moments.Of(image).StandardDeviation;
        RandomSource dirt = scene.Random.Fork(DirtPart);
        double slopeX = dirt.NextGaussian() * _settings.IlluminationGradient * deviation / _settings.Width;
        double slopeY = dirt.NextGaussian() * _settings.IlluminationGradient * deviation / _settings.Height;
        IceLump[] lumps = DrawLumps(dirt);
        float[]? grain = scene.Carbon is null ? null : DrawGrain(scene);
        ForEachRow(y =>
        {
            Span<float> row = image.AsSpan(y * _settings.Width, _settings.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] += (float)((slopeX * x) + (slopeY * y));
            }

            if (scene.Carbon is CarbonEdge carbon && grain is not null)
            {
                for (int x = 0; x < row.Length; x++)
                {
                    double texture = (carbon.Grain * grain[(y * _settings.Width) + x]) - carbon.Darkness;
                    row[x] += (float)(deviation * texture * carbon.Cover(x, y));
                }
            }

            foreach (IceLump lump in lumps)
            {
                lump.AddToRow(row, y, deviation);
            }
        });
    }

    private IceLump[] DrawLumps(RandomSource random)
    {
        double micrometre = _settings.PixelSizeAngstrom * 1e-4;
        double area = _settings.Height * micrometre * _settings.Width * micrometre;
        double expected = _settings.LumpsPerSquareMicrometre * area * random.NextDouble(0.5, 1.5);
        int count = (int)Math.Floor(expected) + (random.NextDouble() < expected - Math.Floor(expected) ? 1 : 0);
        var lumps = new IceLump[count];
        for (int i = 0; i < count; i++)
        {
            lumps[i] = new IceLump(_settings.Height, _settings.Width, _settings.PixelSizeAngstrom, random);
        }

        return lumps;
    }

    // Amorphous carbon scatters alike at all frequencies: white noise seen through the transfer function.
    private float[] DrawGrain(Scene scene)
    {
        ContrastTransferFunction.PreparedTransferFunction transfer = scene.Optics.Evaluator();
        float[] grain = WhiteNoise.Draw(_settings.Height, _settings.Width, scene.Random.Fork(GrainPart), _parallel);
        Filter(grain, (qx, qy) => transfer.Evaluate(qx, qy) * DetectorTransfer(qx, qy));
        Scale(grain, (float)(1 / Moments.Of(grain).StandardDeviation));
        return grain;
    }

    private double DetectorTransfer(double qx, double qy)
    {
        double blur = Math.PI * _settings.DetectorBlurPixels * _settings.PixelSizeAngstrom;
        double gaussian = Math.Exp(-2 * blur * blur * ((qx * qx) + (qy * qy)));
        if (_settings.DetectorSpreadPixels <= 0)
        {
            return gaussian;
        }

        double spread = 2 * Math.PI * _settings.DetectorSpreadPixels * _settings.PixelSizeAngstrom;
        return gaussian / Math.Pow(1 + (spread * spread * ((qx * qx) + (qy * qy))), 1.5);
    }

    // Stain is missing where a particle is and gathers around it: a particle with a rim of the other sign.
    private double StainTransfer(double qx, double qy)
    {
        double length = Math.PI * _settings.StainLengthAngstrom;
        return 1 - (_settings.StainShare * Math.Exp(-2 * length * length * ((qx * qx) + (qy * qy))));
    }

    private void Filter(float[] image, Func<double, double, double> factor)
    {
        Spectrum spectrum = _transform.Forward(image);
        SpectrumFilter.Apply(spectrum, _settings.PixelSizeAngstrom, factor, _parallel);
        _transform.Inverse(spectrum, image);
    }

    private void ScaleGreyLevels(float[] image)
    {
        Moments moments = Moments.Of(image);
        float factor = (float)(GreyDeviation / moments.StandardDeviation);
        float mean = (float)moments.Mean;
        ForEachRow(y =>
        {
            foreach (ref float value in image.AsSpan(y * _settings.Width, _settings.Width))
            {
                value = ((value - mean) * factor) + (float)MeanGrey;
            }
        });
    }

    private void AddImage(float[] image, float[] other) => ForEachRow(y =>
    {
        for (int i = y * _settings.Width; i < (y + 1) * _settings.Width; i++)
        {
            image[i] += other[i];
        }
    });

    private void Scale(float[] image, float factor) => ForEachRow(y =>
    {
        foreach (ref float value in image.AsSpan(y * _settings.Width, _settings.Width))
        {
            value *= factor;
        }
    });

    private void ForEachRow(Action<int> body) => Parallel.For(0, _settings.Height, _parallel, body);

    /// <summary>What a micrograph shows, before any pixel is drawn.</summary>
    internal sealed record Scene(
        ContrastTransferFunction Optics,
        CarbonEdge? Carbon,
        IReadOnlyList<(double X, double Y)> Places,
        RandomSource Random);
}
