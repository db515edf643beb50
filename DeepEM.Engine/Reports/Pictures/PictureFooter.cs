using System.Globalization;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>The strip below a micrograph: the caption, and what the circles mean with their numbers.</summary>
internal sealed class PictureFooter
{
    private const int ColourBarSteps = 48;
    private const byte MiddleGrey = 128;

    private readonly string[] _texts;
    private readonly (MarkKind Kind, int Count)[] _kinds;
    private readonly double? _masked;
    private readonly int _width;
    private readonly bool _namesPicks;
    private readonly ReferenceBlock _reference;

    /// <summary>Lays out the strip.</summary>
    /// <param name="settings">Caption, diameter, pixel size and colours.</param>
    /// <param name="marks">The circles that are drawn.</param>
    /// <param name="masked">Part of the picture that is masked, 0 to 1, or null where there is no mask.</param>
    /// <param name="bar">The scale bar.</param>
    /// <param name="scale">Picture pixels for a pixel of the micrograph.</param>
    /// <param name="width">Width of the picture.</param>
    public PictureFooter(
        MicrographPictureSettings settings,
        IReadOnlyList<PictureMark> marks,
        double? masked,
        ScaleBar bar,
        double scale,
        int width)
    {
        (_masked, _width) = (masked, width);
        _texts = [.. new[] { settings.Caption, settings.Details }.Where(static text => text.Length > 0)];
        _kinds = [.. marks.Where(static mark => mark.Kind != MarkKind.Size)
            .GroupBy(static mark => mark.Kind)
            .OrderBy(static kind => kind.Key)
            .Select(static kind => (kind.Key, kind.Count()))];
        double[] merits = [.. marks.Where(static mark => mark.Kind == MarkKind.Pick)
            .Select(static mark => mark.Particle.FigureOfMerit)];
        (LowestMerit, HighestMerit) = settings.Merits ?? (merits.Length == 0 ? (0, 0) : (merits.Min(), merits.Max()));

        // Where the scale is given the caption says how many there are, and the scale says what colours mean.
        _namesPicks = settings.Merits is null;
        if (settings.Merits is not null && merits.Length == 0)
        {
            _kinds = [(MarkKind.Pick, 0), .. _kinds];
        }

        TextSize = Math.Clamp(width / 58f, 13, 28);
        LineWidth = Math.Max(1.8f, width / 480f);
        _reference = new ReferenceBlock(settings, bar, scale, width, TextSize, LineWidth);
        int lines = _texts.Length + (_kinds.Length > 0 || masked is not null ? 1 : 0);
        bool isEmpty = lines == 0 && settings.PixelSizeAngstrom is null;
        Height = isEmpty ? 0 : (int)MathF.Ceiling(
            Math.Max((1.5f * lines * TextSize) + (0.7f * TextSize), _reference.Height + (0.6f * TextSize)));
    }

    /// <summary>Height of the strip, 0 when there is nothing to say.</summary>
    public int Height { get; }

    /// <summary>Height of the letters, fit for the picture's width.</summary>
    public float TextSize { get; }

    /// <summary>Width of the circles' lines, fit for the picture's width.</summary>
    public float LineWidth { get; }

    /// <summary>Figure of merit drawn in the lowest colour.</summary>
    public double LowestMerit { get; }

    /// <summary>Figure of merit drawn in the highest colour.</summary>
    public double HighestMerit { get; }

    /// <summary>The font at the strip's size.</summary>
    /// <returns>A new font, to be disposed by the caller.</returns>
    private SKFont CreateFont() => new(PictureFont.Typeface, TextSize) { Edging = SKFontEdging.Antialias };

    /// <summary>Draws the strip.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="top">Row at which the strip begins.</param>
    public void Draw(SKCanvas canvas, int top)
    {
        if (Height == 0)
        {
            return;
        }

        using SKFont font = CreateFont();
        using var ink = new SKPaint { Color = PictureColors.FooterText, IsAntialias = true };
        float margin = TextSize;
        float right = _width - margin - _reference.Width(font);
        _reference.Draw(canvas, right, top + (0.5f * Height), font, ink);
        float baseline = top + (1.35f * TextSize);
        foreach (string text in _texts)
        {
            canvas.DrawText(Fit(text, right - (2 * margin), font), margin, baseline, SKTextAlign.Left, font, ink);
            baseline += 1.5f * TextSize;
        }

        float x = margin;
        using var painter = new MarkPainter(LineWidth, LowestMerit, HighestMerit);
        foreach ((MarkKind kind, int count) in _kinds)
        {
            if (kind == MarkKind.Pick && !_namesPicks)
            {
                x = DrawMeritBar(canvas, x, baseline, font, ink);
                continue;
            }

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
