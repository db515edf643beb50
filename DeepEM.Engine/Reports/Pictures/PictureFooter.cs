using System.Globalization;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>The strip below a micrograph: the caption, and what the circles mean with their numbers.</summary>
internal sealed class PictureFooter
{
    private const int ColourBarSteps = 48;
    private const byte MiddleGrey = 128;

    private readonly string _caption;
    private readonly (MarkKind Kind, int Count)[] _kinds;
    private readonly double? _masked;
    private readonly int _width;

    /// <summary>Lays out the strip.</summary>
    /// <param name="caption">One line, or empty; cut off where it is too long.</param>
    /// <param name="marks">The circles that are drawn.</param>
    /// <param name="masked">Part of the picture that is masked, 0 to 1, or null where there is no mask.</param>
    /// <param name="width">Width of the picture.</param>
    public PictureFooter(string caption, IReadOnlyList<PictureMark> marks, double? masked, int width)
    {
        (_caption, _masked, _width) = (caption, masked, width);
        _kinds = [.. marks.GroupBy(static mark => mark.Kind)
            .OrderBy(static kind => kind.Key)
            .Select(static kind => (kind.Key, kind.Count()))];
        double[] merits = [.. marks.Where(static mark => mark.Kind == MarkKind.Pick)
            .Select(static mark => mark.Particle.FigureOfMerit)];
        (LowestMerit, HighestMerit) = merits.Length == 0 ? (0, 0) : (merits.Min(), merits.Max());
        TextSize = Math.Clamp(width / 58f, 13, 28);
        LineWidth = Math.Max(1.8f, width / 480f);
        int lines = (caption.Length > 0 ? 1 : 0) + (_kinds.Length > 0 || masked is not null ? 1 : 0);
        Height = lines == 0 ? 0 : (int)MathF.Ceiling(TextSize * ((1.5f * lines) + 0.7f));
    }

    /// <summary>Height of the strip, 0 when there is nothing to say.</summary>
    public int Height { get; }

    /// <summary>Height of the letters, fit for the picture's width.</summary>
    public float TextSize { get; }

    /// <summary>Width of the circles' lines, fit for the picture's width.</summary>
    public float LineWidth { get; }

    /// <summary>Lowest figure of merit of the picks.</summary>
    public double LowestMerit { get; }

    /// <summary>Highest figure of merit of the picks.</summary>
    public double HighestMerit { get; }

    /// <summary>The font at the strip's size.</summary>
    /// <returns>A new font, to be disposed by the caller.</returns>
    public SKFont CreateFont() => new(PictureFont.Typeface, TextSize) { Edging = SKFontEdging.Antialias };

    /// <summary>Draws the strip.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="top">Row at which the strip begins.</param>
    public void Draw(SKCanvas canvas, int top)
    {
        using SKFont font = CreateFont();
        using var ink = new SKPaint { Color = PictureColors.FooterText, IsAntialias = true };
        float margin = TextSize;
        float baseline = top + (1.35f * TextSize);
        if (_caption.Length > 0)
        {
            canvas.DrawText(Fit(_caption, _width - (2 * margin), font), margin, baseline, SKTextAlign.Left, font, ink);
            baseline += 1.5f * TextSize;
        }

        float x = margin;
        using var painter = new MarkPainter(LineWidth, LowestMerit, HighestMerit);
        foreach ((MarkKind kind, int count) in _kinds)
        {
            float radius = 0.45f * TextSize;
            painter.Draw(canvas, kind, HighestMerit, x + radius, baseline - (0.35f * TextSize), radius);
            x += (2 * radius) + (0.45f * TextSize);
            string text = string.Create(CultureInfo.InvariantCulture, $"{Name(kind)} {count}");
            canvas.DrawText(text, x, baseline, SKTextAlign.Left, font, ink);
            x += font.MeasureText(text) + (1.2f * TextSize);
            if (kind == MarkKind.Pick && HighestMerit > LowestMerit)
            {
                x = DrawMeritBar(canvas, x, baseline, font, ink);
            }
        }

        if (_masked is { } share)
        {
            using var tint = new SKPaint { Color = PictureColors.Masked(MiddleGrey) };
            canvas.DrawRect(x, baseline - (0.75f * TextSize), 1.2f * TextSize, 0.8f * TextSize, tint);
            string text = share is > 0 and < 0.001 ? "masked < 0.1 %" : $"masked {Percent(share)} %";
            canvas.DrawText(text, x + (1.65f * TextSize), baseline, SKTextAlign.Left, font, ink);
        }
    }

    private static string Name(MarkKind kind) => kind switch
    {
        MarkKind.Pick => "picks",
        MarkKind.Label => "labels",
        MarkKind.Found => "found",
        MarkKind.Missed => "missed",
        MarkKind.Wrong => "wrong",
        _ => "ignored",
    };

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Fit(string text, float width, SKFont font)
    {
        if (font.MeasureText(text) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 0 && font.MeasureText(string.Concat(text.AsSpan(0, length), "…")) > width)
        {
            length--;
        }

        return string.Concat(text.AsSpan(0, length), "…");
    }

    // From the lowest to the highest figure of merit.
    private float DrawMeritBar(SKCanvas canvas, float x, float baseline, SKFont font, SKPaint ink)
    {
        string low = "score " + LowestMerit.ToString("0.##", CultureInfo.InvariantCulture);
        canvas.DrawText(low, x, baseline, SKTextAlign.Left, font, ink);
        x += font.MeasureText(low) + (0.5f * TextSize);
        float step = 6 * TextSize / ColourBarSteps;
        using var fill = new SKPaint();
        for (int i = 0; i < ColourBarSteps; i++)
        {
            fill.Color = PictureColors.OfMerit((double)i / (ColourBarSteps - 1));
            canvas.DrawRect(x, baseline - (0.7f * TextSize), step + 0.5f, 0.7f * TextSize, fill);
            x += step;
        }

        x += 0.5f * TextSize;
        string high = HighestMerit.ToString("0.##", CultureInfo.InvariantCulture);
        canvas.DrawText(high, x, baseline, SKTextAlign.Left, font, ink);
        return x + font.MeasureText(high) + (1.2f * TextSize);
    }
}
