using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Tests.Support;

/// <summary>What notices say, for tests that look for words.</summary>
internal static class NoticeTexts
{
    /// <summary>Subject and text of each, in order.</summary>
    /// <param name="notices">The notices.</param>
    public static IReadOnlyList<string> Texts(this IEnumerable<Notice> notices) =>
        [.. notices.Select(notice => notice.ToString())];
}
