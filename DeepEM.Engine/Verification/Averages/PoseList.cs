namespace DeepEM.Engine.Verification.Averages;

/// <summary>Poses in the order in which crops were added, by the numbers of the classes that are shown.</summary>
internal static class PoseList
{
    /// <summary>The poses.</summary>
    /// <param name="crops">The crops.</param>
    /// <param name="model">How they lie.</param>
    /// <param name="order">The model's classes in the order in which they are shown.</param>
    /// <param name="held">Evidence that was held out; null for none.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the crops.</param>
    public static CropPose[] Of(
        ParticleCrops crops, ClassModel model, int[] order, HeldOutEvidence? held, double pixelSizeAngstrom)
    {
        var poses = new CropPose[model.Numbers.Length];
        for (int row = 0; row < poses.Length; row++)
        {
            int number = model.Numbers[row];
            CropPlace place = crops.Places[number];
            poses[number] = new CropPose(
                Array.IndexOf(order, model.Poses.Class[row]) + 1,
                Psi(model.Poses.Rotation[row]),
                pixelSizeAngstrom * (0 - place.ShiftX - model.Boxes[row].X),
                pixelSizeAngstrom * (0 - place.ShiftY - model.Boxes[row].Y),
                model.Poses.LogEvidence[row],
                model.Poses.BestPosterior[row],
                model.Poses.EffectivePoses[row]);
            if (held is not null)
            {
                poses[number] = poses[number] with
                {
                    Half = held.Halves[number] + 1,
                    HeldOutEvidence = held.Evidence[number],
                    Structure = held.Evidence[number] - held.RoundEvidence[number],
                };
            }
        }

        return poses;
    }

    /// <summary>Posterior of every class for every crop.</summary>
    /// <param name="model">The model.</param>
    /// <param name="order">Its classes in the order in which they are shown.</param>
    /// <returns>Crops × classes, each in its order.</returns>
    public static float[] Memberships(ClassModel model, int[] order)
    {
        float[] memberships = new float[model.Numbers.Length * order.Length];
        for (int row = 0; row < model.Numbers.Length; row++)
        {
            for (int c = 0; c < order.Length; c++)
            {
                memberships[(model.Numbers[row] * order.Length) + c] =
                    model.Poses.Memberships[(row * model.Poses.Classes) + order[c]];
            }
        }

        return memberships;
    }

    // The crop is its class turned from x towards y; psi turns it back.
    private static double Psi(int rotation)
    {
        double degrees = -360.0 * rotation / AverageSettings.Rotations;
        return degrees <= -180 ? degrees + 360 : degrees + 0.0;
    }
}
