using System.Globalization;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>What shows sizes below a micrograph: a ring of the particle's diameter, and a scale bar beside it.
/// </summary>
/// <remarks>A diameter that is wrong shows at a glance, above all where there are no picks to compare with.</remarks>
internal sealed class ReferenceBlock
{
    // A larger ring would take the caption's place; it is not drawn.
    private const float LargestRing = 0.3f;

    private readonly ScaleBar _bar;
    private readonly float _barLength;
    private readonly float _ring;
    private readonly string _ringText;
    private readonly float _textSize;
    private readonly float _lineWidth;

    /// <summary>Lays the block out.</summary>
    /// <param name="settings">Diameter and pixel size.</param>
    /// <param name="bar">The scale bar.</param>
    /// <param name="scale">Picture pixels for a pixel of the micrograph.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="textSize">Height of the letters.</param>
    /// <param name="lineWidth">Width of the lines.</param>
    public ReferenceBlock(
        MicrographPictureSettings settings, ScaleBar bar, double scale, int width, float textSize, float lineWidth)
    {
        (_bar, _textSize, _lineWidth) = (bar, textSize, lineWidth);
        _barLength = (float)(bar.Length * scale);
        float ring = (float)(settings.DiameterPixels * scale);
        _ring = ring <= LargestRing * width ? ring : 0;
        double diameter = settings.DiameterPixels * (settings.PixelSizeAngstrom ?? 1);
        _ringText = string.Create(
            CultureInfo.InvariantCulture, $"Ø {diameter:0.#} {(settings.PixelSizeAngstrom is null ? "px" : "Å")}");
        Height = Math.Max(2.4f * textSize, _ring + (0.4f * textSize));
    }

    /// <summary>How high it is, picture pixels.</summary>
    public float Height { get; }

    /// <summary>How wide it is, picture pixels.</summary>
    /// <param name="font">The font at the caption's size.</param>
    public float Width(SKFont font) => BarWidth(font) + RingWidth(font);

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="left">Column at which it begins.</param>
    /// <param name="middle">Row of its middle.</param>
    /// <param name="font">The font.</param>
    /// <param name="ink">The colour.</param>
    public void Draw(SKCanvas canvas, float left, float middle, SKFont font, SKPaint ink)
    {
        if (_ring > 0)
        {
            using var pen = new SKPaint
            {
                Color = ink.Color,
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                StrokeWidth = _lineWidth,
            };
            canvas.DrawCircle(left + (0.5f * _ring), middle, 0.5f * _ring, pen);
            canvas.DrawText(
                _ringText,
                left + _ring + (0.5f * _textSize),
                middle + (0.35f * _textSize),
                SKTextAlign.Left,
                font,
                ink);
            left += RingWidth(font);
        }

        float centre = left + (0.5f * BarWidth(font));
        canvas.DrawText(_bar.Text, centre, middle - (0.15f * _textSize), SKTextAlign.Center, font, ink);
        canvas.DrawRect(
            centre - (0.5f * _barLength), middle + (0.4f * _textSize), _barLength, 0.25f * _textSize, ink);
    }

    private float BarWidth(SKFont font) => Math.Max(_barLength, font.MeasureText(_bar.Text));

    private float RingWidth(SKFont font) =>
        _ring > 0 ? _ring + (0.5f * _textSize) + font.MeasureText(_ringText) + (1.5f * _textSize) : 0;
}
