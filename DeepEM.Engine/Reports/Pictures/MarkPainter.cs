using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws circles of one line width in the colours and strokes of their meaning.</summary>
internal sealed class MarkPainter : IDisposable
{
    private const byte HaloOpacity = 90;

    private readonly SKPaint _halo;
    private readonly SKPaint _line;
    private readonly SKPathEffect _dashes;
    private readonly double _lowestMerit;
    private readonly double _highestMerit;

    /// <summary>Prepares pens.</summary>
    /// <param name="lineWidth">Width of the lines, picture pixels.</param>
    /// <param name="lowestMerit">Figure of merit drawn in the lowest colour.</param>
    /// <param name="highestMerit">Figure of merit drawn in the highest colour.</param>
    public MarkPainter(float lineWidth, double lowestMerit, double highestMerit)
    {
        (_lowestMerit, _highestMerit) = (lowestMerit, highestMerit);
        _halo = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 1.8f * lineWidth,
            Color = SKColors.Black.WithAlpha(HaloOpacity),
        };
        _line = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = lineWidth };
        _dashes = SKPathEffect.CreateDash([4.5f * lineWidth, 2.5f * lineWidth], 0);
    }

    /// <summary>Draws one mark.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="kind">What it means.</param>
    /// <param name="merit">Figure of merit, used for picks alone.</param>
    /// <param name="x">Column of the centre on the canvas.</param>
    /// <param name="y">Row of the centre on the canvas.</param>
    /// <param name="radius">Radius on the canvas.</param>
    public void Draw(SKCanvas canvas, MarkKind kind, double merit, float x, float y, float radius)
    {
        _line.Color = kind == MarkKind.Pick
            ? PictureColors.OfMerit((merit - _lowestMerit) / (_highestMerit - _lowestMerit))
            : PictureColors.Of(kind);
        _line.PathEffect = kind is MarkKind.Missed or MarkKind.Ignored ? _dashes : null;
        _halo.PathEffect = _line.PathEffect;
        canvas.DrawCircle(x, y, radius, _halo);
        canvas.DrawCircle(x, y, radius, _line);
        if (kind == MarkKind.Wrong)
        {
            float arm = Math.Min(0.35f * radius, 4 * _line.StrokeWidth);
            canvas.DrawLine(x - arm, y - arm, x + arm, y + arm, _line);
            canvas.DrawLine(x - arm, y + arm, x + arm, y - arm, _line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _halo.Dispose();
        _line.Dispose();
        _dashes.Dispose();
    }
}
