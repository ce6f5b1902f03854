using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Settings;

/// <summary>Changing one's own profile.</summary>
internal static class ProfileSettingsPages
{
    /// <summary>Maps them into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn)
    {
        signedIn.MapGet(Addresses.ProfileSettings, (HttpContext c, CurriculumCatalogue curriculum) =>
        {
            var actor = c.SignedInReader().Actor;
            return c.Page<ProfileSettingsPage>(new()
            {
                [nameof(ProfileSettingsPage.Form)] = Form(curriculum, new ProfileChanged
                {
                    DisplayName = actor.DisplayName == actor.Username ? "" : actor.DisplayName,
                    Summary = actor.SummarySource ?? "",
                    Academie = actor.Academie,
                    TeachingRole = actor.TeachingRole,
                    Subjects = actor.Subjects,
                    Levels = actor.Levels,
                    Locked = actor.Locked,
                    Discoverable = actor.Discoverable,
                    Indexable = actor.Indexable,
                }),
            });
        });
        signedIn.MapPost(Addresses.ProfileSettings, ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, IFormCollection form, AccountChanging accounts, CurriculumCatalogue curriculum, Texts texts, CancellationToken cancel)
    {
        var reader = context.SignedInReader();
        ProfileChanged Fill(ProfileChanged profile) => profile with
        {
            DisplayName = form["name"].ToString().Trim(),
            Summary = form["summary"].ToString().Trim(),
            Academie = Chosen("academie"),
            TeachingRole = Chosen("role"),
            Subjects = [.. form["subjects"].OfType<string>()],
            Levels = [.. form["levels"].OfType<string>()],
            Locked = form.ContainsKey("locked"),
            Discoverable = form.ContainsKey("discoverable"),
            Indexable = form.ContainsKey("indexable"),
        };

        var changed = await accounts.ProfileAsync(reader.Id, Fill, cancel);
        if (changed.Refusal is { } refusal)
        {
            var again = Form(curriculum, Fill(new ProfileChanged())) with
            {
                Errors = Refusals.At(texts, refusal, otherwise: refusal == Refusal.NameTooLong ? "name" : "summary"),
            };
            return context.Page<ProfileSettingsPage>(new() { [nameof(ProfileSettingsPage.Form)] = again }, StatusCodes.Status422UnprocessableEntity);
        }

        Refusals.Say(context, null, "flash.profileChanged");
        return TypedResults.LocalRedirect(AuthorViews.PageOf(reader.Actor));

        string? Chosen(string field) => form[field].ToString() is { Length: > 0 } key ? key : null;
    }

    private static ProfileFormView Form(CurriculumCatalogue curriculum, ProfileChanged profile)
    {
        var language = Language.Current;
        var topics = QuestionFormView.For(curriculum, language, profile.Subjects, profile.Levels);
        return new ProfileFormView(
            [.. curriculum.Academies.Select(a => new ChoiceView(a.Key, a.Label(language), a.Key == profile.Academie))],
            [.. curriculum.Roles.Select(r => new ChoiceView(r.Key, r.Label(language), r.Key == profile.TeachingRole))],
            topics.Subjects, topics.Levels)
        {
            Name = profile.DisplayName,
            Summary = profile.Summary,
            Locked = profile.Locked,
            Discoverable = profile.Discoverable,
            Indexable = profile.Indexable,
            NameLimit = ProfileChanged.LongestName,
            SummaryLimit = ProfileChanged.LongestSummary,
        };
    }
}
