namespace DeepEM.Engine.Picking.Published;

/// <summary>The logistic function between logits and figures of merit.</summary>
internal static class Sigmoid
{
    public static double Of(double logit) => 1 / (1 + Math.Exp(-logit));

    public static double Inverse(double probability) => Math.Log(probability / (1 - probability));
}
