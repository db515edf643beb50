using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>A device was asked for that is not there. Its message is one line that names those that are.</summary>
/// <param name="message">What was asked for and what there is.</param>
public sealed class DeviceNotFoundException(string message)
    : NoticedException(string.Empty, NoticeCode.Device, message);
