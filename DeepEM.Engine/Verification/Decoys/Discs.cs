using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Discs round places of an image.</summary>
internal static class Discs
{
    /// <summary>Sets all pixels to whether they are not masked.</summary>
    /// <param name="map">Receives a value for every pixel.</param>
    /// <param name="isMasked">As many values.</param>
    public static void SetOpen(Span<bool> map, ReadOnlySpan<bool> isMasked)
    {
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = !isMasked[i];
        }
    }

    /// <summary>Sets all pixels nearer to a place than a radius to false.</summary>
    /// <param name="map">A value for every pixel, row by row.</param>
    /// <param name="image">The image, for its extents.</param>
    /// <param name="places">Middles of the discs, pixels.</param>
    /// <param name="radius">Their radius, pixels.</param>
    public static void Clear(bool[] map, PreparedMicrograph image, IReadOnlyList<Peak> places, double radius) =>
        Visit(image, places, radius, (y, first, count, _) => map.AsSpan((y * image.Width) + first, count).Clear());

    /// <summary>Visits the rows of all discs.</summary>
    /// <param name="image">The image, for its extents.</param>
    /// <param name="places">Middles of the discs, pixels.</param>
    /// <param name="radius">Their radius, pixels.</param>
    /// <param name="visit">Receives row, first column, number of columns and the place.</param>
    public static void Visit(
        PreparedMicrograph image, IReadOnlyList<Peak> places, double radius, Action<int, int, int, Peak> visit)
    {
        for (int n = 0; n < places.Count; n++)
        {
            Peak place = places[n];
            int bottom = Math.Min(image.Height - 1, (int)Math.Floor(place.Y + radius));
            for (int y = Math.Max(0, (int)Math.Ceiling(place.Y - radius)); y <= bottom; y++)
            {
                double half = Math.Sqrt(Math.Max(0, (radius * radius) - ((y - place.Y) * (y - place.Y))));
                int first = Math.Max(0, (int)Math.Ceiling(place.X - half));
                int last = Math.Min(image.Width - 1, (int)Math.Floor(place.X + half));
                if (last >= first)
                {
                    visit(y, first, last - first + 1, place);
                }
            }
        }
    }
}
