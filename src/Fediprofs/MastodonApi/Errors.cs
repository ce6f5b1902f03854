using Fediprofs.Domain;
using Fediprofs.Domain.Posts;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Requests;

namespace Fediprofs.MastodonApi;

/// <summary>Refusals in Mastodon's words: <c>{"error": …}</c> with its status, 422 with details of the field.</summary>
internal static class Errors
{
    /// <summary>Answers with a refusal.</summary>
    public static Task RefuseAsync(this HttpContext http, Refusal refusal) => refusal switch
    {
        Refusal.NotFound => http.ErrorAsync(404, "Record not found"),
        Refusal.ParentNotFound => http.ErrorAsync(404, "The post you are trying to reply to does not appear to exist."),
        Refusal.NotAllowed or Refusal.NotBoostable or Refusal.Blocked or Refusal.Oneself => http.ErrorAsync(403, "This action is not allowed"),
        Refusal.Suspended => http.ErrorAsync(403, "Your login is currently disabled"),
        Refusal.TooMany => http.ErrorAsync(429, "Too many requests"),
        Refusal.TextMissing => http.InvalidAsync("text", "Text", "ERR_BLANK", "can't be blank"),
        Refusal.TextTooLong => http.InvalidAsync("text", "Text", "ERR_TOO_LONG", $"character limit of {PostText.Longest} exceeded"),
        Refusal.TitleMissing => http.InvalidAsync("title", "Title", "ERR_BLANK", "can't be blank"),
        Refusal.TitleTooLong => http.InvalidAsync("title", "Title", "ERR_TOO_LONG", $"character limit of {PostText.LongestTitle} exceeded"),
        Refusal.UnknownSubjectOrLevel => http.InvalidAsync("subjects", "Subjects and levels", "ERR_INCLUSION", "must be keys of the curriculum"),
        Refusal.NotAQuestion => http.InvalidAsync("question", "Question", "ERR_INVALID", "is not a question"),
        Refusal.NotAnAnswer => http.InvalidAsync("answer", "Answer", "ERR_INVALID", "does not answer this question"),
        Refusal.QuestionClosed => http.InvalidAsync("question", "Question", "ERR_INVALID", "is closed"),
        Refusal.LanguageInvalid => http.InvalidAsync("language", "Language", "ERR_INVALID", "is not a valid language"),
        Refusal.HandleInvalid or Refusal.HandleTaken => http.InvalidAsync("username", "Username", refusal == Refusal.HandleTaken ? "ERR_TAKEN" : "ERR_INVALID", "cannot be used"),
        Refusal.EmailInvalid or Refusal.EmailTaken => http.InvalidAsync("email", "E-mail address", refusal == Refusal.EmailTaken ? "ERR_TAKEN" : "ERR_INVALID", "cannot be used"),
        Refusal.PasswordTooShort => http.InvalidAsync("password", "Password", "ERR_TOO_SHORT", "is too short"),
        _ => http.ErrorAsync(422, refusal.ToString()),
    };

    /// <summary>A field that does not do: 422.</summary>
    /// <param name="http">The request.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="words">The field in words.</param>
    /// <param name="code">Mastodon's code.</param>
    /// <param name="problem">What is wrong, after the field's words.</param>
    public static Task InvalidAsync(this HttpContext http, string field, string words, string code, string problem) =>
        http.SendAsync(
            new Error($"Validation failed: {words} {problem}", new Dictionary<string, ErrorDetail[]> { [field] = [new(code, problem)] }),
            EntityJson.Relaxed.Error, 422);

    /// <summary>A body that cannot be read: 400.</summary>
    public static Task MalformedAsync(this HttpContext http) => http.ErrorAsync(400, "Error occurred while parsing request parameters");

    /// <summary>An error in words.</summary>
    public static Task ErrorAsync(this HttpContext http, int status, string message) =>
        http.SendAsync(new Error(message, null), EntityJson.Relaxed.Error, status);
}
