using JasperFx;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>What a slice adds to the event store: event names, folds, documents.</summary>
public interface IStoreContribution
{
    /// <summary>Adds this slice's part.</summary>
    void Contribute(StoreOptions options);
}

/// <summary>Registers the database, the event store and the commit of one instance.</summary>
public static class StorageSlice
{
    /// <summary>The schema of Marten's events and documents.</summary>
    public const string EventSchema = "events";

    /// <summary>Adds storage over a connection string. One instance, one database.</summary>
    /// <param name="services">The instance's own container.</param>
    /// <param name="connectionString">Npgsql's form.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ =>
        {
            var text = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "fediprofs" };
            text.MaxAutoPrepare = text.MaxAutoPrepare == 0 ? 100 : text.MaxAutoPrepare;
            text.AutoPrepareMinUsages = 3;
            // Nothing here leaves state on a connection: locks end with their transaction. Resetting each time costs a statement.
            text.NoResetOnClose = true;
            return new NpgsqlDataSourceBuilder(text.ConnectionString).Build();
        });
        services.AddSingleton<IDocumentStore>(provider => DocumentStore.For(options =>
        {
            options.Connection(provider.GetRequiredService<NpgsqlDataSource>());
            options.DatabaseSchemaName = EventSchema;
            options.Events.DatabaseSchemaName = EventSchema;
            options.Events.StreamIdentity = StreamIdentity.AsString;
            // Events carry the moment of their commit, so that a fold gives the very rows that were written then.
            options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
            // Nothing alters the schema while running: PrepareAsync does it once at start.
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            foreach (var contribution in provider.GetServices<IStoreContribution>())
            {
                contribution.Contribute(options);
            }
        }));
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<RowWriters>();
        services.AddSingleton<Commit>();
        services.AddSingleton<Rebuild>();
        services.AddErased(StorageColumns.All);
        return services;
    }

    /// <summary>Brings schema and event store up to date. Run once at start, before anything else.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancel)
    {
        await Migrations.RunAsync(services.GetRequiredService<NpgsqlDataSource>(), cancel);
        await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    /// <summary>A node's number for its ids (0 to 63), taken from the database.</summary>
    public static async Task<int> NodeNumberAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select (nextval('node_numbers') % 64)::int");
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }
}
