namespace DeepEM.Kernels.Memory;

/// <summary>A device cannot go on. Its message is one line that names the device and what its driver says.</summary>
public class DeviceFailedException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="message">One line fit for a user.</param>
    public DeviceFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what happened, and keeps what the driver said.</summary>
    /// <param name="message">One line fit for a user.</param>
    /// <param name="inner">What the driver said.</param>
    public DeviceFailedException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
