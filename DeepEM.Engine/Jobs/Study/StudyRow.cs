namespace DeepEM.Engine.Jobs.Study;

/// <summary>What one case of a study gave, rounded as the table has it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Recipe">Stands for the program and everything the plan says of the set; a row of another recipe is none
/// of this study.</param>
/// <param name="Particles">Picks learnt from and held out together; 0 without training.</param>
/// <param name="AveragePrecision">Of everything scored on the test micrographs.</param>
/// <param name="IntervalLow">Lower end of its 95 % bootstrap interval; NaN with one test micrograph.</param>
/// <param name="IntervalHigh">Upper end.</param>
/// <param name="BestF1">F1 of the best threshold.</param>
/// <param name="F1">F1 at the default threshold.</param>
/// <param name="Threshold">The default threshold.</param>
/// <param name="ExpectedPrecision">Mean score of the picks: what calibrated scores say of their precision.</param>
/// <param name="HeldOutPrecision">The expected precision of the training for its threshold; NaN without one.</param>
/// <param name="Precision">The measured precision.</param>
/// <param name="Recall">The measured recall.</param>
/// <param name="RmsErrorPixels">Root mean square distance of matched picks from their labels, pixels.</param>
/// <param name="RandomF1">F1 of random picks; NaN where a size is unknown.</param>
/// <param name="TrainingSeconds">Time of the training with reading and choosing the threshold, seconds.</param>
public sealed record StudyRow(
    StudyCase Case,
    string Recipe,
    int Particles,
    double AveragePrecision,
    double IntervalLow,
    double IntervalHigh,
    double BestF1,
    double F1,
    double Threshold,
    double ExpectedPrecision,
    double HeldOutPrecision,
    double Precision,
    double Recall,
    double RmsErrorPixels,
    double RandomF1,
    double TrainingSeconds);
