using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Engine.Verification.Evaluation;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Reports.Pictures;

[TestFixture]
public sealed class PlotPictureTests
{
    private static readonly PlotPoint[] _loss = [new(1, 0.7), new(2, 0.3), new(3, double.NaN), new(4, 0.1)];
    private static readonly PlotPoint[] _heldOut = [new(1, 0.6), new(4, 0.95)];
    private static readonly SKColor _blue = new(0x1f, 0x5f, 0xa8);
    private static readonly SKColor _orange = new(0xd9, 0x5f, 0x0e);
    private static readonly SKColor _green = new(0x1b, 0x8a, 0x5a);

    [TestCase(false)]
    [TestCase(true)]
    public void Learning_curve_shows_loss_and_held_out_measure(bool isLogarithmic)
    {
        var settings = new LearningCurveSettings { Width = 640, Height = 480, HasLogarithmicLoss = isLogarithmic };
        using SKBitmap both = SKBitmap.Decode(LearningCurvePicture.Draw(new(_loss, _heldOut), settings));
        using SKBitmap lossAlone = SKBitmap.Decode(LearningCurvePicture.Draw(new(_loss, []), settings));
        Assert.Multiple(() =>
        {
            Assert.That((both.Width, both.Height), Is.EqualTo((640, 480)));
            Assert.That(Count(both, _blue), Is.GreaterThan(200));
            Assert.That(Count(both, _orange), Is.GreaterThan(200));
            Assert.That(Count(lossAlone, _orange), Is.Zero);
        });
    }

    [Test]
    public void An_empty_learning_curve_is_a_picture_too()
    {
        using SKBitmap picture = SKBitmap.Decode(LearningCurvePicture.Draw(new([], []), new LearningCurveSettings()));
        Assert.That(picture.Width, Is.EqualTo(1200));
    }

    [Test]
    public void Words_are_drawn_with_the_font_of_the_assembly()
    {
        // Without a font all titles would look alike: nothing, or boxes.
        static byte[] Title(string title) =>
            LearningCurvePicture.Draw(new(_loss, []), new() { Title = title, Width = 600, Height = 300 });
        using var font = new SKFont(PictureFont.Typeface);
        using SKBitmap iii = SKBitmap.Decode(Title("iii"));
        using SKBitmap www = SKBitmap.Decode(Title("www"));
        Assert.Multiple(() =>
        {
            Assert.That(PictureFont.Typeface.FamilyName, Is.EqualTo("DejaVu Sans"));
            Assert.That(font.ContainsGlyphs("Aåµ Å·−≥σχ…"), Is.True);
            Assert.That(ScottPlot.Fonts.GetTypeface(ScottPlot.Fonts.Default, false, false).FamilyName,
                Is.EqualTo("DejaVu Sans"));
            Assert.That(CountDark(iii, 25), Is.GreaterThan(15));
            Assert.That(CountDark(www, 25), Is.GreaterThan(CountDark(iii, 25) + 20));
        });
    }

    [Test]
    public void Curve_counts_and_threshold_of_an_evaluation_are_drawn_side_by_side()
    {
        PrecisionRecallCurve curve = PrecisionRecallCurve.From(EvaluationData.Crowded(), 12);
        using SKBitmap marked = SKBitmap.Decode(EvaluationPicture.Draw(curve, new(0.5, 0.5), 0.5, "Test"));
        using SKBitmap plain = SKBitmap.Decode(EvaluationPicture.Draw(curve, null, null, "Test"));
        using SKBitmap left = Third(plain, 0);
        using SKBitmap middle = Third(plain, 1);
        using SKBitmap right = Third(plain, 2);
        Assert.Multiple(() =>
        {
            Assert.That((plain.Width, plain.Height), Is.EqualTo((2400, 720)));
            Assert.That(Count(left, _blue), Is.GreaterThan(300));
            Assert.That(Count(left, _green), Is.Zero);
            Assert.That(Count(middle, _blue), Is.GreaterThan(300));
            Assert.That(Count(middle, _green), Is.GreaterThan(300));
            Assert.That(Count(middle, _orange), Is.GreaterThan(150));
            Assert.That(Count(right, _blue), Is.GreaterThan(300), "F1 as measured");
            Assert.That(Count(right, _orange), Is.GreaterThan(150), "F1 as expected");
            Assert.That(Count(marked, _blue), Is.GreaterThan(Count(plain, _blue) + 100));
            Assert.That(CountDark(marked, 720), Is.GreaterThan(CountDark(plain, 720) + 300));
        });
    }

    [Test]
    public void Nothing_picked_and_scores_that_are_no_probabilities_are_pictures_too()
    {
        PrecisionRecallCurve nothing = PrecisionRecallCurve.From([EvaluationData.Micrograph([], [])], 5);
        Particle[] some = EvaluationData.Particles((10, 10, 7), (50, 50, -2));
        PrecisionRecallCurve logits = PrecisionRecallCurve.From([EvaluationData.Micrograph(some, some)], 5);
        using SKBitmap empty = SKBitmap.Decode(EvaluationPicture.Draw(nothing, null, null, string.Empty));
        using SKBitmap picture = SKBitmap.Decode(EvaluationPicture.Draw(logits, null, 0, string.Empty));
        Assert.That(empty.Width, Is.EqualTo(2400));
        Assert.That(Count(picture, _green), Is.GreaterThan(300));
        Assert.That(Count(picture, _orange), Is.Zero);
    }

    [Test]
    public void Same_input_gives_the_same_bytes()
    {
        byte[] first = LearningCurvePicture.Draw(new(_loss, _heldOut), new LearningCurveSettings { Title = "Å" });
        byte[] second = LearningCurvePicture.Draw(new(_loss, _heldOut), new LearningCurveSettings { Title = "Å" });
        Assert.That(second, Is.EqualTo(first));
    }

    private static SKBitmap Third(SKBitmap picture, int number)
    {
        int width = picture.Width / 3;
        var third = new SKBitmap();
        picture.ExtractSubset(third, SKRectI.Create(number * width, 0, width, picture.Height));
        return third;
    }

    private static int Count(SKBitmap picture, SKColor colour) => picture.Pixels.Count(pixel => pixel == colour);

    private static int CountDark(SKBitmap picture, int rows) =>
        picture.Pixels.Take(picture.Width * rows).Count(static pixel => pixel.Red < 128);
}
