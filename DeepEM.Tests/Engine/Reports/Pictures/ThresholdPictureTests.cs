using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Tests.Support;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Reports.Pictures;

public sealed class ThresholdPictureTests
{
    private const string Table = """
        # where they come from
        threshold,picks,noise_rate,noise_picks,unknown
        0.25,900,0.5,450,
        0.5,600,0.25,150,
        """;

    [Test]
    public void Columns_keep_their_names_and_only_shares_are_drawn_as_such()
    {
        using ScratchFolder folder = new();

        ThresholdCurves curves = ThresholdCurves.Read(folder.Write("thresholds.csv", Table));

        Assert.That(curves.Count, Is.EqualTo([new PlotPoint(0.25, 900), new PlotPoint(0.5, 600)]));
        Assert.That(curves.Shares.Single().Name, Is.EqualTo("noise rate"));
        Assert.That(
            curves.Shares.Single().Points, Is.EqualTo([new PlotPoint(0.25, 0.5), new PlotPoint(0.5, 0.25)]));
    }

    [TestCase(Table)]
    [TestCase("")]
    [TestCase("threshold,picks\n")]
    public void Any_table_is_a_picture(string text)
    {
        using ScratchFolder folder = new();

        byte[] picture = ThresholdPicture.Draw(ThresholdCurves.Read(folder.Write("t.csv", text)), 0.33);

        using SKBitmap drawn = SKBitmap.Decode(picture);
        Assert.That((drawn.Width, drawn.Height), Is.EqualTo((1600, 640)));
    }

    [Test]
    public void A_failure_to_draw_is_a_warning_with_its_reason()
    {
        Notice? failure = PictureAttempt.Run(
            "mic.mrc",
            () => throw new TypeInitializationException("SkiaSharp", new DllNotFoundException("no library")));

        Assert.That(failure!.Code, Is.EqualTo(NoticeCode.PictureNotDrawn));
        Assert.That(failure.ToString(), Is.EqualTo("mic.mrc: could not be drawn: no library"));
        Assert.That(PictureAttempt.Run("mic.mrc", () => { }), Is.Null);
        Assert.That(
            () => PictureAttempt.Run("mic.mrc", () => throw new OperationCanceledException()),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
