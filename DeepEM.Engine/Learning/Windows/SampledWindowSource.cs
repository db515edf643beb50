using System.Buffers;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Windows;

/// <summary>
/// Draws windows for the default recipe: half particles, half places away from them, freshly every epoch.
/// </summary>
public sealed class SampledWindowSource : IWindowSource
{
    // A ring of this width, in diameters, around the exclusion: where a picker is off-centre or between neighbours.
    private const double RingWidth = 0.5;
    private const int Attempts = 200;

    private readonly IReadOnlyList<TrainingMicrograph> _micrographs;
    private readonly SamplingSettings _settings;
    private readonly ExclusionMap[] _exclusions;
    private readonly (int Micrograph, BinnedPosition Place)[] _particles;
    private readonly (int Micrograph, BinnedPosition Place)[] _negatives;
    private readonly double[] _areas;
    private readonly double[] _diameters;
    private readonly int[] _occupied;
    private readonly int _side;
    private readonly bool _augment;
    private readonly RandomSource _random;
    private RandomSource _epochRandom;
    private bool _centring;

    /// <summary>Draws from labelled micrographs.</summary>
    /// <param name="micrographs">At least one, with at least one particle in all.</param>
    /// <param name="diameter">Particle diameter in binned pixels.</param>
    /// <param name="side">Side of the window.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="augment">False for held-out windows: upright, centred, unscaled.</param>
    /// <param name="random">Its state decides every window; not advanced.</param>
    /// <exception cref="ArgumentException">There is no particle.</exception>
    public SampledWindowSource(
        IReadOnlyList<TrainingMicrograph> micrographs,
        double diameter,
        int side,
        SamplingSettings settings,
        bool augment,
        RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(random);
        _micrographs = micrographs;
        _settings = settings;
        _diameters = [.. micrographs.Select(m => m.Diameter ?? diameter)];
        _occupied = [.. Enumerable.Range(0, micrographs.Count).Where(i => micrographs[i].Particles.Count > 0)];
        _side = side;
        _augment = augment;
        _random = random.Fork(0);
        _epochRandom = _random;
        _particles = [.. micrographs.SelectMany((m, i) => m.Particles.Select(p => (i, p)))];
        _negatives = [.. micrographs.SelectMany((m, i) => m.Negatives.Select(p => (i, p)))];
        if (_particles.Length == 0)
        {
            throw new ArgumentException("There is no particle to learn from.", nameof(micrographs));
        }

        _exclusions =
            [.. micrographs.Select((m, i) => ExclusionMap.AroundParticles(m, settings.Exclusion * _diameters[i]))];
        _areas = Cumulate(micrographs);
    }

    /// <inheritdoc/>
    public int WindowsPerEpoch => _settings.WindowsPerEpoch;

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, bool centring)
    {
        _epochRandom = _random.Fork(epoch + 1);
        _centring = _augment && centring;
    }

    /// <inheritdoc/>
    public float Fill(int index, Span<float> window)
    {
        RandomSource random = _epochRandom.Fork(index);
        bool positive = index % 2 == 0;
        ((int micrograph, BinnedPosition place), float target) = (positive, _centring) switch
        {
            (true, true) when random.NextDouble() < _settings.CentringShare => Beside(random),
            (true, _) => (Positive(random), 1),
            _ => (Negative(random), 0),
        };
        PreparedMicrograph image = _micrographs[micrograph].Image;
        if (!_augment)
        {
            WindowCutter.Cut(image, place, orientation: 0, _side, window);
            return target;
        }

        WindowAugmentation.Cut(image, place, _settings, _side, random, window);
        if (_settings.AddedBackground > 0)
        {
            AddBackground(window, random);
        }

        return target;
    }

    // Signal and noise as another exposure of the same place might have mixed them: otherwise particles come to be
    // known by heart, noise and all. The spread of the noise stays what it was.
    private void AddBackground(Span<float> window, RandomSource random)
    {
        float factor = (float)(_settings.AddedBackground * random.NextDouble());
        (int micrograph, BinnedPosition place) = Negative(random);
        float[] rented = ArrayPool<float>.Shared.Rent(window.Length);
        Span<float> background = rented.AsSpan(0, window.Length);
        WindowAugmentation.Cut(_micrographs[micrograph].Image, place, _settings, _side, random, background);
        float scale = 1 / MathF.Sqrt(1 + (factor * factor));
        for (int i = 0; i < window.Length; i++)
        {
            window[i] = scale * (window[i] + (factor * background[i]));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private (int Micrograph, BinnedPosition Place) Positive(RandomSource random)
    {
        (int micrograph, BinnedPosition place) = AnyParticle(random);
        return (micrograph, _augment ? Shifted(micrograph, place, 0, _settings.Jitter, random) : place);
    }

    // Uniform over the distance: the border between particle and none is as often met from within as from outside.
    private ((int Micrograph, BinnedPosition Place) At, float Target) Beside(RandomSource random)
    {
        (int micrograph, BinnedPosition place) = AnyParticle(random);
        double distance = random.NextDouble(
            _settings.Jitter, (2 * _settings.CentreRadius) - _settings.Jitter);
        return (
            (micrograph, Shifted(micrograph, place, distance, distance, random)),
            distance < _settings.CentreRadius ? 1 : 0);
    }

    private (int Micrograph, BinnedPosition Place) Negative(RandomSource random)
    {
        double kind = random.NextDouble();
        if (kind < _settings.HardShare && _negatives.Length > 0)
        {
            (int micrograph, BinnedPosition place) = _negatives[random.NextInt32(_negatives.Length)];
            return (micrograph, _augment ? Shifted(micrograph, place, 0, 2 * _settings.Jitter, random) : place);
        }

        bool near = kind > 1 - _settings.NearShare;
        (int Micrograph, BinnedPosition Place) last = default;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            last = near && attempt < Attempts / 2 ? NearParticle(random) : Anywhere(random);
            if (!_exclusions[last.Micrograph].IsMarked(last.Place))
            {
                break;
            }
        }

        return last;
    }

    private (int Micrograph, BinnedPosition Place) AnyParticle(RandomSource random)
    {
        if (!_settings.EqualMicrographs)
        {
            return _particles[random.NextInt32(_particles.Length)];
        }

        int micrograph = _occupied[random.NextInt32(_occupied.Length)];
        IReadOnlyList<BinnedPosition> particles = _micrographs[micrograph].Particles;
        return (micrograph, particles[random.NextInt32(particles.Count)]);
    }

    private (int Micrograph, BinnedPosition Place) NearParticle(RandomSource random)
    {
        (int micrograph, BinnedPosition place) = AnyParticle(random);
        return (micrograph, Shifted(micrograph, place, _settings.Exclusion, _settings.Exclusion + RingWidth, random));
    }

    private (int Micrograph, BinnedPosition Place) Anywhere(RandomSource random)
    {
        int micrograph = 0;
        double at = random.NextDouble() * _areas[^1];
        while (micrograph < _areas.Length - 1 && at >= _areas[micrograph])
        {
            micrograph++;
        }

        PreparedMicrograph image = _micrographs[micrograph].Image;
        return (micrograph, new BinnedPosition(random.NextInt32(image.Width), random.NextInt32(image.Height)));
    }

    // Uniform over the ring between the two distances, given in diameters.
    private BinnedPosition Shifted(
        int micrograph, BinnedPosition place, double least, double most, RandomSource random)
    {
        double distance = _diameters[micrograph] * Math.Sqrt(random.NextDouble(least * least, most * most));
        double angle = random.NextDouble(0, 2 * Math.PI);
        return new BinnedPosition(place.X + (distance * Math.Cos(angle)), place.Y + (distance * Math.Sin(angle)));
    }

    private static double[] Cumulate(IReadOnlyList<TrainingMicrograph> micrographs)
    {
        double[] sums = new double[micrographs.Count];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sum += (double)micrographs[i].Image.Height * micrographs[i].Image.Width;
            sums[i] = sum;
        }

        return sums;
    }
}
