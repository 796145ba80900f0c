//! A user's program that touches each kind of item of a client, and prints what it sees.
//!
//! It is compiled twice: `sdk` is AWS's crate for Amazon Personalize once, and the generated one once. What it prints has
//! to be the same.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use sdk::config::endpoint::{DefaultResolver, Endpoint, EndpointFuture, Params, ResolveEndpoint};
use sdk::config::interceptors::BeforeTransmitInterceptorContextRef;
use sdk::config::retry::RetryConfig;
use sdk::config::timeout::TimeoutConfig;
use sdk::config::{
    AppName, BehaviorVersion, ConfigBag, Credentials, IdentityCache, Intercept, Region, RuntimeComponents,
    SharedCredentialsProvider, StalledStreamProtectionConfig,
};
use sdk::error::{BoxError, BuildError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use sdk::operation::RequestId;
use sdk::operation::create_dataset_group::CreateDatasetGroupError;
use sdk::operation::create_solution::builders::{CreateSolutionFluentBuilder, CreateSolutionInputBuilder};
use sdk::operation::create_solution::{CreateSolutionInput, CreateSolutionOutput};
use sdk::operation::describe_solution::{DescribeSolutionError, DescribeSolutionOutput};
use sdk::operation::list_datasets::paginator::{ListDatasetsPaginator, ListDatasetsPaginatorItems};
use sdk::operation::list_datasets::{ListDatasetsError, ListDatasetsInput, ListDatasetsOutput};
use sdk::primitives::{Blob, DateTime, DateTimeFormat};
use sdk::types::builders::{DatasetSummaryBuilder, SolutionConfigBuilder};
use sdk::types::error::builders::ResourceNotFoundExceptionBuilder;
use sdk::types::error::{InvalidInputException, ResourceNotFoundException};
use sdk::types::{
    ContinuousHyperParameterRange, DatasetSummary, Domain, HpoConfig, HpoObjective, HyperParameterRanges,
    IntegerHyperParameterRange, ObjectiveSensitivity, SolutionConfig, Tag, TrainingMode,
};
use sdk::{Client, Config, Error};

/// A service of a few operations. It keeps what it is asked.
#[derive(Clone, Debug, Default)]
struct Service {
    requests: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn answer(&self, request: &HttpRequest) -> (u16, String) {
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body: serde_json::Value = serde_json::from_slice(request.body().bytes().unwrap_or_default())
            .expect("a request of the protocol is JSON");
        let team = request.headers().get("x-team").unwrap_or("none");
        let line = format!("{} {} {target} team={team} {body}", request.method(), request.uri());
        self.requests.lock().expect("no test panics with it").push(line);
        let token = body
            .get("nextToken")
            .and_then(|token| token.as_str())
            .unwrap_or_default()
            .to_owned();
        match operation.as_str() {
            "ListDatasets" if token.is_empty() => (
                200,
                r#"{"datasets":[{"name":"films","status":"ACTIVE","creationDateTime":1.5},{"name":"viewers"}],"nextToken":"2"}"#.into(),
            ),
            "ListDatasets" => (200, r#"{"datasets":[{"name":"ratings","datasetArn":"arn"}],"tomorrow":[1]}"#.into()),
            "DescribeSolution" => (200, SOLUTION.into()),
            "CreateSolution" => (200, r#"{"solutionArn":"arn:solution"}"#.into()),
            "DeleteSolution" => (200, String::new()),
            "DescribeCampaign" => (
                400,
                r#"{"__type":"com.amazonaws.personalize#ResourceNotFoundException","message":"no such campaign"}"#.into(),
            ),
            "DescribeFilter" => (400, r#"{"__type":"SomethingElse","message":"of tomorrow"}"#.into()),
            "ListFilters" => (200, r#"{"Filters":17}"#.into()),
            _ => (404, "<html>not here</html>".into()),
        }
    }
}

const SOLUTION: &str = r#"{"solution":{"name":"s","performAutoML":true,"creationDateTime":1700000000,
    "solutionConfig":{"algorithmHyperParameters":{"a":"1"},"hpoConfig":{"hpoObjective":{"type":"max"},
    "algorithmHyperParameterRanges":{"integerHyperParameterRanges":[{"name":"n","minValue":1}],
    "continuousHyperParameterRanges":[{"name":"c","maxValue":0.5}],
    "categoricalHyperParameterRanges":[{"name":"k","values":["x","y"]}]}},
    "optimizationObjective":{"itemAttribute":"price","objectiveSensitivity":"EXTREME"}},
    "latestSolutionVersion":{"status":"ACTIVE","trainingMode":"FULL"}}}"#;

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = self.answer(&request);
        let mut response = HttpResponse::new(status.try_into().expect("it is a status"), SdkBody::from(body));
        response.headers_mut().insert("x-amzn-requestid", "request-1");
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// Sees requests before they are sent.
#[derive(Debug)]
struct Watch(Arc<Mutex<Vec<String>>>);

impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "Watch"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let signed = context.request().headers().get("authorization").is_some();
        self.0
            .lock()
            .expect("no test panics with it")
            .push(format!("signed: {signed}"));
        Ok(())
    }
}

/// Resolves every endpoint to a place of its own.
#[derive(Debug)]
struct Nowhere;

impl ResolveEndpoint for Nowhere {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        let url = format!("https://{}.nowhere.example", params.region().unwrap_or("no-region"));
        EndpointFuture::ready(Ok(Endpoint::builder().url(url).build()))
    }
}

fn show(what: &str, value: impl Debug) {
    println!("{what}: {value:?}");
}

fn configuration(service: &Service, watched: Arc<Mutex<Vec<String>>>) -> Config {
    let connector = SharedHttpConnector::new(service.clone());
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "id", "secret", None, None, "consumer",
        )))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(2)
                .with_initial_backoff(Duration::from_millis(1)),
        )
        .timeout_config(
            TimeoutConfig::builder()
                .operation_timeout(Duration::from_secs(20))
                .build(),
        )
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .identity_cache(IdentityCache::no_cache())
        .app_name(AppName::new("films").expect("it is a name"))
        .interceptor(Watch(watched))
        .use_fips(false)
        .use_dual_stack(false)
        .build()
}

fn show_configuration(config: &Config) {
    show("region", config.region().map(ToString::to_string));
    show("signing name", config.signing_name());
    show("attempts", config.retry_config().map(RetryConfig::max_attempts));
    show(
        "timeout",
        config.timeout_config().and_then(TimeoutConfig::operation_timeout),
    );
    show("app", config.app_name().map(ToString::to_string));
    show("interceptors", config.interceptors().count());
    let again = config.to_builder().region(Region::from_static("us-east-1")).build();
    show("region of a copy", again.region().map(ToString::to_string));
}

fn solution_config() -> Result<SolutionConfig, BuildError> {
    let integers = IntegerHyperParameterRange::builder()
        .name("depth")
        .min_value(2)
        .max_value(9)
        .build();
    let continuous = ContinuousHyperParameterRange::builder()
        .name("rate")
        .min_value(0.25)
        .build();
    show("default of a number", (continuous.min_value(), continuous.max_value()));
    let ranges = HyperParameterRanges::builder()
        .integer_hyper_parameter_ranges(integers)
        .set_continuous_hyper_parameter_ranges(Some(vec![continuous]))
        .build();
    let objective = HpoObjective::builder()
        .r#type("max")
        .metric_name("rmse \u{1f3ac} \"é\"")
        .build();
    let hpo = HpoConfig::builder()
        .hpo_objective(objective)
        .algorithm_hyper_parameter_ranges(ranges)
        .build();
    let builder: SolutionConfigBuilder = SolutionConfig::builder();
    let config = builder
        .event_value_threshold("0.5")
        .hpo_config(hpo)
        .algorithm_hyper_parameters("a", "1")
        .algorithm_hyper_parameters("b", "2")
        .build();
    show("parameters", config.algorithm_hyper_parameters().map(|map| map.len()));
    Ok(config)
}

async fn create(client: &Client) -> Result<(), Error> {
    show(
        "a tag without a value",
        Tag::builder()
            .tag_key("team")
            .build()
            .map_err(|error| error.to_string()),
    );
    let tag = Tag::builder().tag_key("team").tag_value("films").build()?;
    show("tag", (tag.tag_key(), tag.tag_value()));
    let call: CreateSolutionFluentBuilder = client
        .create_solution()
        .name("films")
        .perform_auto_ml(false)
        .set_dataset_group_arn(Some("arn:group".into()))
        .solution_config(solution_config()?)
        .tags(tag.clone())
        .tags(tag);
    show("name", call.get_name());
    let input: &CreateSolutionInputBuilder = call.as_input();
    show("tags", input.get_tags().as_ref().map(Vec::len));
    let input: CreateSolutionInput = input.clone().build()?;
    show(
        "input",
        (
            input.name(),
            input.perform_auto_ml(),
            input.tags().len(),
            input.recipe_arn.is_none(),
        ),
    );
    let output: CreateSolutionOutput = call.send().await?;
    show("created", (output.solution_arn(), output.request_id()));
    show("created, whole", &output);
    let deleted = client.delete_solution().solution_arn("arn:solution").send().await?;
    show("deleted", deleted.request_id());
    Ok(())
}

async fn describe(client: &Client) -> Result<(), SdkError<DescribeSolutionError>> {
    let output: DescribeSolutionOutput = client.describe_solution().solution_arn("arn").send().await?;
    let solution = output.solution().expect("it was sent");
    show(
        "solution",
        (solution.name(), solution.perform_auto_ml(), solution.perform_hpo()),
    );
    show(
        "created at",
        solution.creation_date_time().map(|at| at.fmt(DateTimeFormat::DateTime)),
    );
    let config = solution.solution_config().expect("it was sent");
    show("config", config);
    let objective = config.optimization_objective().expect("it was sent");
    show(
        "sensitivity",
        objective.objective_sensitivity().map(ObjectiveSensitivity::as_str),
    );
    let version = solution.latest_solution_version().expect("it was sent");
    show("mode", version.training_mode() == Some(&TrainingMode::Full));
    show("equal", (output == output.clone(), solution.solution_config.is_some()));
    Ok(())
}

async fn list(client: &Client) -> Result<(), Error> {
    let paginator: ListDatasetsPaginator = client.list_datasets().dataset_group_arn("arn").into_paginator();
    let mut pages = paginator.page_size(2).stop_on_duplicate_token(true).send();
    while let Some(page) = pages.next().await {
        let page: ListDatasetsOutput = page?;
        show("page", (page.datasets().len(), page.next_token()));
    }
    let items: ListDatasetsPaginatorItems = client.list_datasets().into_paginator().items();
    let datasets: Vec<DatasetSummary> = items.send().collect::<Result<_, _>>().await?;
    show("datasets", &datasets);
    let mut stream = client.list_datasets().into_paginator().send();
    show(
        "first",
        stream.try_next().await?.map(|page| page.datasets.map(|it| it.len())),
    );
    let input = ListDatasetsInput::builder().max_results(3);
    show("by input", input.send_with(client).await?.datasets().len());
    Ok(())
}

async fn customized(client: &Client) -> Result<(), SdkError<ListDatasetsError>> {
    let elsewhere = Config::builder()
        .region(Region::new("us-west-2"))
        .endpoint_resolver(Nowhere);
    let output = client
        .list_datasets()
        .customize()
        .mutate_request(|request| {
            request.headers_mut().insert("x-team", "films");
        })
        .map_request(|request| Ok::<_, std::convert::Infallible>(request))
        .config_override(elsewhere)
        .send()
        .await?;
    show("customized", output.next_token());
    Ok(())
}

async fn errors(client: &Client) {
    let error = client
        .describe_campaign()
        .campaign_arn("arn")
        .send()
        .await
        .expect_err("it is not there");
    show("code and message", (error.code(), error.message(), error.request_id()));
    show(
        "raw status",
        error.raw_response().map(|response| response.status().as_u16()),
    );
    let inner = error.as_service_error().expect("the service answered");
    show(
        "told apart",
        (
            inner.is_resource_not_found_exception(),
            inner.is_invalid_input_exception(),
        ),
    );
    println!("shown: {}", DisplayErrorContext(inner));
    match error.into_service_error() {
        sdk::operation::describe_campaign::DescribeCampaignError::ResourceNotFoundException(error) => {
            show("not found", (error.message(), error.meta().code(), error.to_string()));
        }
        other => show("another", other.to_string()),
    }
    let unknown = client.describe_filter().send().await.expect_err("it is unknown");
    show("unknown", (unknown.code(), unknown.message()));
    println!("unknown: {}", DisplayErrorContext(unknown.into_service_error()));
    let unreadable = client.list_filters().send().await.expect_err("it is no list");
    show(
        "unreadable",
        unreadable.raw_response().map(|response| response.status().as_u16()),
    );
    let nowhere = client.list_schemas().send().await.expect_err("the answer is no JSON");
    show(
        "no JSON",
        (nowhere.code(), nowhere.raw_response().map(|it| it.status().as_u16())),
    );
    let whole: Error = client
        .describe_campaign()
        .send()
        .await
        .map(drop)
        .expect_err("it is not there")
        .into();
    show(
        "of the crate",
        (
            matches!(&whole, Error::ResourceNotFoundException(_)),
            whole.to_string(),
            whole.code(),
        ),
    );
    show("with a source", std::error::Error::source(&whole).is_some());
}

fn error_types() {
    let builder: ResourceNotFoundExceptionBuilder = ResourceNotFoundException::builder();
    let error = builder.message("gone").build();
    show("message", (error.message(), error.to_string(), error.clone() == error));
    let error = CreateDatasetGroupError::InvalidInputException(InvalidInputException::builder().build());
    show(
        "predicate",
        (
            error.is_invalid_input_exception(),
            error.is_limit_exceeded_exception(),
            error.to_string(),
        ),
    );
    let meta = aws_smithy_types::error::ErrorMetadata::builder()
        .code("Odd")
        .message("strange")
        .build();
    let error = CreateDatasetGroupError::generic(meta);
    show(
        "generic",
        (error.code(), error.message(), error.meta().code(), error.to_string()),
    );
    let error = CreateDatasetGroupError::unhandled("broken");
    show("unhandled", std::error::Error::source(&error).map(ToString::to_string));
    let error: SdkError<ListDatasetsError> = SdkError::construction_failure("not built");
    show(
        "construction",
        (Error::from(error).to_string(), BuildError::other("odd").to_string()),
    );
}

fn enums() {
    let known = Domain::from("ECOMMERCE");
    show(
        "known",
        (known.as_str(), &known, known.to_string(), known == Domain::Ecommerce),
    );
    let unknown = Domain::from("TOMORROW");
    show(
        "unknown",
        (unknown.as_str(), unknown.to_string(), AsRef::<str>::as_ref(&unknown)),
    );
    show(
        "parsed",
        (
            Domain::from_str("VIDEO_ON_DEMAND"),
            "NEW".parse::<Domain>().map(|it| it.to_string()),
        ),
    );
    show(
        "tried",
        (
            Domain::try_parse("ECOMMERCE").is_ok(),
            Domain::try_parse("TOMORROW").is_err(),
        ),
    );
    show("values", Domain::values());
    let sorted: BTreeSet<Domain> = ["VIDEO_ON_DEMAND", "ECOMMERCE", "B", "A"]
        .map(Domain::from)
        .into_iter()
        .collect();
    show("sorted", sorted.iter().map(Domain::as_str).collect::<Vec<_>>());
}

fn primitives() {
    let at = DateTime::from_secs(1);
    let builder: DatasetSummaryBuilder = DatasetSummaryBuilder::default();
    let dataset = builder.name("films").creation_date_time(at).set_status(None).build();
    show(
        "dataset",
        (&dataset.name, dataset.creation_date_time(), dataset.status()),
    );
    show(
        "parsed",
        DateTime::from_str("1970-01-01T00:00:01Z", DateTimeFormat::DateTime).is_ok_and(|it| it == at),
    );
    show("blob", Blob::new("bytes").as_ref().len());
}

async fn endpoints() {
    let params = Params::builder()
        .region("us-gov-west-1")
        .use_fips(true)
        .build()
        .expect("it is complete");
    let resolver = DefaultResolver::new();
    match ResolveEndpoint::resolve_endpoint(&resolver, &params).await {
        Ok(endpoint) => show("endpoint", endpoint.url()),
        Err(error) => show("no endpoint", error.to_string()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let (service, watched) = (Service::default(), Arc::new(Mutex::new(Vec::new())));
    let config = configuration(&service, watched.clone());
    show_configuration(&config);
    let client = Client::from_conf(config);
    show("client", client.clone().config().region().map(ToString::to_string));
    let shared = aws_types::SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-south-1"))
        .build();
    show(
        "of shared settings",
        Client::new(&shared).config().region().map(ToString::to_string),
    );
    show("versioned", !sdk::meta::PKG_VERSION.is_empty());
    create(&client).await?;
    describe(&client).await?;
    list(&client).await?;
    customized(&client).await?;
    errors(&client).await;
    error_types();
    enums();
    primitives();
    endpoints().await;
    for request in service.requests.lock().expect("no test panics with it").iter() {
        println!("{request}");
    }
    show("watched", watched.lock().expect("no test panics with it").len());
    Ok(())
}
