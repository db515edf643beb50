namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>How a caller of Topaz wants images prepared.</summary>
/// <param name="Ratio">How many times smaller they are made, at least 1.</param>
/// <param name="Normalises">Whether their mean is taken away and they are divided by their standard deviation.</param>
/// <param name="Output">The folder they go to; the file where there is one image and this names one.</param>
/// <param name="Threads">Threads of the CPU.</param>
public sealed record TopazPreparation(double Ratio, bool Normalises, string Output, int Threads);
