namespace DeepEM.Engine.Learning.Training;

/// <summary>Nothing can be learnt from what was given. Its message is one line, fit for a user.</summary>
/// <param name="message">What is missing, with counts.</param>
public sealed class TrainingDataException(string message) : Exception(message);
