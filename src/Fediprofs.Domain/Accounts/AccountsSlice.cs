using Fediprofs.Domain.Storage;
using JasperFx.Events.Projections;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Accounts;

/// <summary>Registers the slice.</summary>
public static class AccountsSlice
{
    /// <summary>Adds accounts.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<IStoreContribution, AccountEvents>()
        .AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>()
        .AddSingleton<Secrets>()
        .AddSingleton<LocalActorRow>()
        .AddSingleton<Credentials>()
        .AddSingleton<IPasswordCheck>(p => p.GetRequiredService<Credentials>())
        .AddSingleton<AccountLookup>()
        .AddSingleton<AccountSettings>()
        .AddSingleton<AccountOpening>()
        .AddSingleton<AccountChanging>()
        .AddErased(AccountColumns.All)
        .AddSingleton<IEraser, AccountEraser>()
        .AddSingleton<IRebuild, AccountRebuild>()
        .AddSingleton<IRowWriter, AccountWriter>();

    private sealed class AccountEvents : IStoreContribution
    {
        public void Contribute(Marten.StoreOptions options)
        {
            options.Events.MapEventType<AccountOpened>("account_opened");
            options.Events.MapEventType<HandleChosen>("handle_chosen");
            options.Events.MapEventType<ProfileChanged>("profile_changed");
            options.Events.MapEventType<RoleChanged>("role_changed");
            options.Events.MapEventType<AccountSuspended>("account_suspended");
            options.Events.MapEventType<AccountRestored>("account_restored");
            options.Events.MapEventType<KeysRotated>("keys_rotated");
            options.Events.MapEventType<AccountErased>("account_erased");
            options.Projections.Add(new AccountFold(), ProjectionLifecycle.Live);
        }
    }
}
