using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Marks the surroundings of places in a micrograph, so that negatives can be drawn away from them.</summary>
internal sealed class ExclusionMap
{
    private readonly bool[] _marked;
    private readonly int _height;
    private readonly int _width;

    public ExclusionMap(int height, int width)
    {
        _height = height;
        _width = width;
        _marked = new bool[checked(height * width)];
    }

    /// <summary>Marks the surroundings of everything on a micrograph that is or may be a particle.</summary>
    public static ExclusionMap AroundParticles(TrainingMicrograph micrograph, double radius)
    {
        var map = new ExclusionMap(micrograph.Image.Height, micrograph.Image.Width);
        map.MarkDiscs(micrograph.Particles, radius);
        map.MarkDiscs(micrograph.Ignored, radius);
        return map;
    }

    /// <summary>Marks every pixel whose centre lies nearer than the radius to one of the places.</summary>
    public void MarkDiscs(IEnumerable<BinnedPosition> centres, double radius)
    {
        foreach (BinnedPosition centre in centres)
        {
            MarkDisc(centre, radius);
        }
    }

    /// <summary>Whether the pixel nearest to a place is marked; places outside count as marked.</summary>
    public bool IsMarked(BinnedPosition place)
    {
        int y = (int)Math.Round(place.Y);
        int x = (int)Math.Round(place.X);
        return y < 0 || x < 0 || y >= _height || x >= _width || _marked[(y * _width) + x];
    }

    // Every pixel whose centre lies nearer than the radius to the place.
    private void MarkDisc(BinnedPosition centre, double radius)
    {
        int top = Math.Max(0, (int)Math.Ceiling(centre.Y - radius));
        int bottom = Math.Min(_height - 1, (int)Math.Floor(centre.Y + radius));
        int left = Math.Max(0, (int)Math.Ceiling(centre.X - radius));
        int right = Math.Min(_width - 1, (int)Math.Floor(centre.X + radius));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double dy = y - centre.Y;
                double dx = x - centre.X;
                _marked[(y * _width) + x] |= (dx * dx) + (dy * dy) < radius * radius;
            }
        }
    }
}
