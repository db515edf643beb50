using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Diameters;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws a diameter that was found: rings on a micrograph, the mean particle and its profile.</summary>
internal static class DiameterPicture
{
    private const int Column = 700;
    private const int PlotHeight = 480;
    private const int MicrographSide = 1200;

    /// <summary>Draws and writes.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="micrographs">The micrographs in full, with angstrom per pixel of each.</param>
    /// <param name="estimate">What was found on them.</param>
    /// <exception cref="ArgumentException">Nothing was found.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs,
        DiameterEstimate estimate)
    {
        if (estimate is not { Measured: { } measured, Mean: { } mean })
        {
            throw new ArgumentException("Nothing was found.", nameof(estimate));
        }

        // The one with most places shows most.
        int shown = Enumerable.Range(0, micrographs.Count).MaxBy(i => estimate.Places[i].Count);
        byte[][] right = [Mean(mean, measured), Profile(mean, measured)];
        byte[] picture = Beside(Rings(micrographs[shown], estimate, shown), right);
        AtomicFile.Write(path, stream => stream.Write(picture));
    }

    private static byte[] Rings(
        (BinnedMicrograph Micrograph, double PixelSizeAngstrom) one, DiameterEstimate estimate, int shown)
    {
        IReadOnlyList<Particle> places = estimate.Places[shown];
        return MicrographPicture.Draw(
            one.Micrograph.Whole(),
            [.. places.Select(place => new PictureMark(place, MarkKind.Size))],
            new MicrographPictureSettings
            {
                DiameterPixels = estimate.Measured!.DiameterAngstrom / one.PixelSizeAngstrom,
                PixelSizeAngstrom = one.PixelSizeAngstrom,
                MaximumSide = MicrographSide,
                Caption = Path.GetFileNameWithoutExtension(one.Micrograph.Path),
                Details = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Ø {estimate.Measured.DiameterAngstrom:F0} Å ± {estimate.SpreadAngstrom:F0} Å · "
                    + $"{places.Count} places measured · {one.PixelSizeAngstrom:0.00##} Å/px"),
            });
    }

    private static byte[] Mean(MeanParticlePicture mean, MeasuredDiameter measured)
    {
        double centre = (mean.Side - 1) / 2.0;
        return MicrographPicture.Draw(
            new Micrograph(string.Empty, mean.Side, mean.Side, [.. mean.Pixels], mean.PixelSizeAngstrom, []),
            [new PictureMark(new Particle(centre, centre, 1), MarkKind.Size)],
            new MicrographPictureSettings
            {
                DiameterPixels = measured.DiameterAngstrom / mean.PixelSizeAngstrom,
                PixelSizeAngstrom = mean.PixelSizeAngstrom,
                Caption = string.Create(CultureInfo.InvariantCulture, $"mean of {mean.Particles} places"),
            });
    }

    private static byte[] Profile(MeanParticlePicture mean, MeasuredDiameter measured)
    {
        using Plot plot = PlotSheet.Create(
            "Profile of the mean", "distance from the centre, Å", "grey level, deviations");
        PlotSheet.AddLine(
            plot,
            mean.Profile.Select((level, i) => new PlotPoint(i * mean.PixelSizeAngstrom, level)),
            "mean of all directions",
            PictureColors.Blue).MarkerSize = 0;
        Mark(measured.EdgeAngstrom, "half of the contrast", PictureColors.Orange);
        Mark(measured.DiameterAngstrom / 2, "half of the diameter", PictureColors.Ink);
        plot.Axes.AutoScale();
        return PlotSheet.Encode(plot, Column, PlotHeight, Alignment.LowerRight);

        void Mark(double place, string name, Color colour)
        {
            VerticalLine line = plot.Add.VerticalLine(place, 2, colour, LinePattern.Dashed);
            line.LegendText = string.Create(CultureInfo.InvariantCulture, $"{name}, {place:F0} Å");
        }
    }

    // The micrograph on the left, the others below each other at its right.
    private static byte[] Beside(byte[] left, IReadOnlyList<byte[]> right)
    {
        using SKImage micrograph = SKImage.FromEncodedData(left);
        SKImage[] column = [.. right.Select(one => SKImage.FromEncodedData(one))];
        try
        {
            int height = Math.Max(micrograph.Height, column.Sum(one => one.Height));
            int width = micrograph.Width + column.Max(one => one.Width);
            using var surface = SKSurface.Create(
                new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.DrawImage(micrograph, 0, 0, SKSamplingOptions.Default);
            int top = 0;
            foreach (SKImage one in column)
            {
                surface.Canvas.DrawImage(one, micrograph.Width, top, SKSamplingOptions.Default);
                top += one.Height;
            }

            return PngFile.Encode(surface);
        }
        finally
        {
            foreach (SKImage one in column)
            {
                one.Dispose();
            }
        }
    }
}
