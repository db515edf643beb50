using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Gathers the particles of a file by micrograph, each place once, and says what was left out.</summary>
/// <param name="path">The file.</param>
internal sealed class ParticleCollector(string path)
{
    // Far beyond any micrograph, and small enough that no conversion overflows.
    private const double Farthest = 1e12;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly List<Group> _inOrder = [];
    private Group? _last;
    private int _repeated;
    private int _rows;

    /// <summary>Adds a particle unless one is at its place already.</summary>
    /// <param name="micrograph">Name of the micrograph; empty where the file has no names.</param>
    /// <param name="particle">The particle.</param>
    /// <param name="boxSize">Side of its box, or null.</param>
    /// <returns>True when it is the first particle of its micrograph.</returns>
    /// <exception cref="InvalidFileException">It lies farther out than any micrograph is large.</exception>
    public bool Add(string micrograph, Particle particle, double? boxSize = null)
    {
        bool isNear = Math.Abs(particle.X) <= Farthest && Math.Abs(particle.Y) <= Farthest
            && (boxSize is null || boxSize <= Farthest);
        if (!isNear)
        {
            throw new InvalidFileException(path, string.Create(
                CultureInfo.InvariantCulture,
                $"particle {_rows + 1} lies at ({particle.X}, {particle.Y}) with a box of {boxSize ?? 0}, expected a "
                + $"place on a micrograph"));
        }

        bool isNew = false;
        if (_last is null || !string.Equals(_last.Name, micrograph, StringComparison.Ordinal))
        {
            isNew = !_groups.TryGetValue(micrograph, out _last);
            if (_last is null)
            {
                _groups.Add(micrograph, _last = new Group(micrograph, boxSize));
                _inOrder.Add(_last);
            }
        }

        _rows++;
        _last.BoxSize = _last.BoxSize == boxSize ? boxSize : null;
        if (_last.Places.Add((particle.X, particle.Y)))
        {
            _last.Particles.Add(particle);
        }
        else
        {
            _repeated++;
        }

        return isNew;
    }

    /// <summary>Whether a name can be that of a micrograph.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when nothing is left of it without its folders.</returns>
    public static bool IsName(string name) => FileStem.Of(name).Length > 0;

    /// <summary>All that was gathered.</summary>
    /// <param name="warnings">Receives how many particles were left out, and a line for a file without any.</param>
    /// <returns>Picks per micrograph, in the order in which they appeared.</returns>
    public List<MicrographPicks> Finish(ICollection<Notice> warnings)
    {
        if (_repeated > 0)
        {
            warnings.Warn(
                path,
                NoticeCode.PicksOdd,
                string.Create(
                CultureInfo.InvariantCulture,
                $"{_repeated} particles at a place that was there before left out"));
        }

        if (_rows == 0)
        {
            warnings.Warn(
                path,
                NoticeCode.NoPicks,
                $"holds 0 particles");
        }

        return
        [
            .. _inOrder.Select(group =>
                new MicrographPicks(group.Name, path, group.Particles) { BoxSize = group.BoxSize }),
        ];
    }

    private sealed class Group(string name, double? boxSize)
    {
        public string Name { get; } = name;

        public double? BoxSize { get; set; } = boxSize;

        public List<Particle> Particles { get; } = [];

        public HashSet<(double, double)> Places { get; } = [];
    }
}
