using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Decoys;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Writes the files of each micrograph with its record, and at the end the tables of all.</summary>
/// <param name="model">The model.</param>
/// <param name="threshold">Which picks are accepted.</param>
/// <param name="run">Digest of what the picks of all micrographs depend on.</param>
/// <param name="ledger">Keeps what is finished.</param>
/// <param name="outputs">Where files go.</param>
/// <param name="tally">Counts.</param>
/// <param name="settings">How many picks a micrograph may have, and how their centres are written.</param>
internal sealed class PickingWriter(
    PickingModel model,
    double threshold,
    UInt128 run,
    PickingLedgers ledger,
    PickingOutputs outputs,
    PickingTally tally,
    PickingRunSettings settings)
{
    /// <summary>Begins a micrograph, which is unfinished until <see cref="Finish"/>.</summary>
    /// <exception cref="InvalidFileException">Its name cannot be that of outputs.</exception>
    public void Begin(QueuedMicrograph micrograph)
    {
        tally.Begin(micrograph.Number);
        outputs.RequireUsable(micrograph.Source, micrograph.Output);
    }

    /// <summary>Writes the files of a micrograph and keeps that it is finished.</summary>
    /// <param name="micrograph">The micrograph, picked.</param>
    /// <returns>How many picks were accepted, and what is told of it.</returns>
    /// <exception cref="IOException">An output could not be written.</exception>
    public (int Picks, PickingFigures Figures) Finish(QueuedMicrograph micrograph)
    {
        PickedMicrograph picked = micrograph.Picked!;
        Particle[] accepted =
        [
            .. picked.Particles.Where(p => p.FigureOfMerit >= threshold)
                .Take(settings.MostPerMicrograph ?? int.MaxValue),
        ];
        PickingFigures figures = Figures(micrograph, accepted);
        ledger.Withdraw(micrograph.Output);
        using (ledger.Lock())
        {
            ledger.Begin(micrograph.Output);
            PickingFiles written = Write(micrograph, accepted);
            if (micrograph.Stamp is { } stamp)
            {
                float[] scores = model.IsCalibrated
                    ? [.. picked.Particles.Select(p => (float)p.FigureOfMerit)]
                    : [];
                var record = new PickingRecord(run, stamp, written, accepted.Length);
                ledger.Keep(micrograph.Output, record, figures, scores, picked.Noise);
            }
        }

        tally.Note(Masked(picked), Best(picked));
        tally.Finish(micrograph.Number, accepted.Length);
        return (accepted.Length, figures);
    }

    /// <summary>Writes <c>autopick.star</c> with all that are finished, <c>picks.csv</c> with a line for each, and what
    /// to expect of thresholds on them.</summary>
    /// <exception cref="IOException">One of them could not be written.</exception>
    public void WriteTables()
    {
        IReadOnlyList<(MicrographSource Source, string Output, int Picks)> finished = tally.AllFinished();
        IEnumerable<string> names = finished.Select(each => each.Output);
        outputs.WriteList(
            finished.Select(each => new AutopickEntry(each.Source.Name, outputs.AcceptedPath(each.Output))));
        outputs.WritePicks(ledger.Figures(finished.Select(each => (each.Source.Name, each.Output))));
        outputs.WriteThresholds(
            model.IsCalibrated ? new DescendingValues(() => ledger.Scores(names)) : null, Noise(names));
    }

    private NoiseRates Noise(IEnumerable<string> names)
    {
        var rates = new NoiseRates(ThresholdTable.Thresholds);
        foreach ((float[] scores, NoiseScores? noise) in ledger.WithNoise(names))
        {
            if (noise is not null)
            {
                rates.Add(scores, noise);
            }
        }

        return rates;
    }

    private int Masked(PickedMicrograph picked) => picked.MaskedMerits.Count(merit => merit >= threshold);

    private static double Best(PickedMicrograph picked) =>
        picked.Particles.Count == 0 ? 0 : picked.Particles[0].FigureOfMerit;

    // Why a micrograph has few picks or none, where that can be said.
    private IEnumerable<string> Reasons(PickedMicrograph picked, int accepted)
    {
        int masked = Masked(picked);
        if (masked > accepted)
        {
            yield return $"the mask removed {masked} of {masked + accepted} candidates above the threshold";
        }
        else if (accepted == 0 && picked.Particles.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"best score {Best(picked):0.00#} is under the threshold {threshold:0.00#}");
        }
        else if (accepted == 0)
        {
            yield return "looks like noise alone at this diameter and pixel size";
        }
    }

    private PickingFigures Figures(QueuedMicrograph micrograph, Particle[] accepted)
    {
        PickedMicrograph picked = micrograph.Picked!;
        IEnumerable<string> odd = micrograph.Warnings.Select(warning => warning.Text)
            .Concat(Reasons(picked, accepted.Length));
        return new PickingFigures(
            micrograph.PixelSizeAngstrom,
            accepted.Length == 0 ? float.NaN : (float)accepted.Average(particle => particle.FigureOfMerit),
            (float)(picked.Mask?.Share ?? 0),
            (float)micrograph.PickingTime.TotalSeconds,
            string.Join("; ", odd));
    }

    private PickingFiles Write(QueuedMicrograph micrograph, Particle[] accepted)
    {
        (string name, double pixelSize) = (micrograph.Output, micrograph.PixelSizeAngstrom);
        PickedMicrograph picked = micrograph.Picked!;
        PickingFiles written = PickingFiles.Tables;
        outputs.WriteStar(name, picked.Particles, accepted, settings.Centres, pixelSize);
        if (micrograph.Files.HasFlag(PickingFiles.Boxes))
        {
            outputs.WriteBoxes(name, accepted, model.BoxSizeAt(pixelSize));
            written |= PickingFiles.Boxes;
        }

        if (micrograph.Files.HasFlag(PickingFiles.Mask) && picked.Mask is { } mask)
        {
            outputs.WriteMask(
                name, mask.OnWholePixels(micrograph.Image!.Height, micrograph.Image.Width), pixelSize);
            written |= PickingFiles.Mask;
        }

        return written;
    }
}
