using System.Text.Json;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>The pixels on the screen: where they lie, their grey, and what a low-pass makes of them.</summary>
[TestFixture]
internal sealed class PictureTests : PageTests
{
    // Mean difference of neighbours in a part without discs.
    private const string Noise = """
        (() => { const c = document.getElementById('picture'), [x, y] = viewModule.toCanvas(200, 130);
          const d = c.getContext('2d').getImageData(x, y, 60, 40).data; let sum = 0;
          for (let i = 4; i < d.length; i += 4) { sum += Math.abs(d[i] - d[i - 4]); }
          return sum / d.length * 4; })()
        """;

    [Test]
    public async Task The_first_row_is_at_the_top_and_every_disc_is_where_it_should_be()
    {
        await Open();
        foreach ((double x, double y) in ScriptedProject.Discs)
        {
            Assert.That(Grey(x, y), Is.LessThan(Grey(x + 40, y + 25) - 40), $"{x}, {y}");
        }
    }

    [Test]
    public async Task Black_and_white_are_deviations_from_the_mean_and_invert_turns_them_round()
    {
        await Open();
        Page.Evaluate("stateModule.setLook({ black: -2, white: 2 })");
        string wrong = Page.Evaluate("""
            (() => {
              const plane = planesModule.plane(0), level = plane.levels[0];
              const mean = level.data.reduce((s, v) => s + v, 0) / level.data.length;
              const deviation = Math.sqrt(level.data.reduce((s, v) => s + (v - mean) ** 2, 0) / level.data.length);
              let wrong = 0;
              for (const invert of [false, true]) {
                stateModule.setLook({ invert });
                const shown = planesModule.picture(plane, 1), pixels = new Uint8Array(shown.image.data.buffer);
                level.data.forEach((value, i) => {
                  const share = Math.min(1, Math.max(0, (value - mean + 2 * deviation) / (4 * deviation)));
                  wrong += Math.abs(pixels[4 * i] - 255 * (invert ? 1 - share : share)) > 0.51
                    || pixels[4 * i + 3] !== 255;
                });
              }
              return wrong;
            })()
            """);
        Assert.That(wrong, Is.EqualTo("0"));
    }

    [Test]
    public async Task A_low_pass_has_the_width_of_its_Gaussian_and_keeps_mean_and_contrast()
    {
        await Open();
        JsonElement found = JsonDocument.Parse(Page.Evaluate("""
            (() => {
              const [width, height] = [128, 96], sigma = 4, bytes = new Uint8Array(width * height);
              let mean = 0, second = 0, sum = 0;
              bytes.fill(100);
              for (let y = 47; y < 50; y++) { bytes.fill(200, y * width + 62, y * width + 65); }
              const out = lowpassModule.lowpass({ bytes, width, height, sigma });
              const of = values => { const m = values.reduce((s, v) => s + v, 0) / values.length;
                return [m, Math.sqrt(values.reduce((s, v) => s + (v - m) ** 2, 0) / values.length)]; };
              const base = out[0];
              for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
                const v = out[y * width + x] - base; sum += v; second += v * (x - 63) ** 2; }
              return JSON.stringify({ variance: second / sum, before: of(bytes), after: of(out) });
            })()
            """)).RootElement;

        // A square of 3 px has 2/3 px^2 of its own. Bytes round the tails away, which narrows it a little.
        Assert.That(found.GetProperty("variance").GetDouble(), Is.EqualTo(16 + (2 / 3.0)).Within(1.5));
        double[] before = [.. found.GetProperty("before").EnumerateArray().Select(value => value.GetDouble())];
        double[] after = [.. found.GetProperty("after").EnumerateArray().Select(value => value.GetDouble())];
        Assert.That(after[0], Is.EqualTo(before[0]).Within(0.5));
        Assert.That(after[1], Is.EqualTo(before[1]).Within(0.06 * before[1]));
    }

    [Test]
    public async Task A_low_pass_takes_noise_away_from_the_picture_on_the_screen()
    {
        await Open();

        // The first frame comes when it likes.
        Page.WaitUntil($"{Noise} > 0");
        double before = Page.Number(Noise);
        Page.Evaluate("stateModule.setLook({ lowpass: 40 })");
        Page.WaitUntil("planesModule.plane(0).blurred !== null");
        Page.WaitUntil("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");

        Assert.That(Page.Number(Noise), Is.LessThan(before / 4));
    }

    [Test]
    public async Task A_frame_with_two_thousand_marks_is_drawn_in_little_time()
    {
        await Open();
        double[] times = JsonSerializer.Deserialize<double[]>(Page.Evaluate("""
            (async () => {
              const entry = marksModule.marksOf(0), n = 2000, at = i => (i * 7919) % 600 + 20;
              const x = [...Array(n).keys()].map(at), y = x.map((_, i) => (i * 104729) % 440 + 20);
              entry.picks = { x, y, p: x.map((_, i) => i / n) };
              marksModule.settle(entry);
              const times = [];
              for (let i = 0; i < 40; i++) {
                const start = performance.now();
                stateModule.setThreshold(i / 50);
                await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                times.push(performance.now() - start);
              }
              return JSON.stringify(times.sort((a, b) => a - b));
            })()
            """))!;
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"two frames with 2,000 marks: median {times[20]:0.0} ms, 95 % {times[38]:0.0} ms"));

        // Two frames of an idle page take 33 ms; a busy machine four times as long.
        Assert.That(times[20], Is.LessThan(140));
    }

    private double Grey(double x, double y) => Page.Number(
        FormattableString.Invariant($$"""
            (() => { const [x, y] = viewModule.toCanvas({{x}}, {{y}}), c = document.getElementById('picture');
              const d = c.getContext('2d').getImageData(x - 4, y - 4, 9, 9).data;
              return d.reduce((sum, v, i) => sum + (i % 4 ? 0 : v), 0) / 81; })()
            """));
}
