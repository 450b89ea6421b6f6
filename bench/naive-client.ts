/** A client without this server. It makes a REST call for each thing, as most widgets and scripts do. */
type Parameters = Record<string, string>;

export class NaiveClient {
  readonly #url: string;

  constructor(portalUrl: string) {
    this.#url = portalUrl;
  }

  dataset(datasetId: string): Promise<unknown> {
    return this.#get(`/api/datasets/1.0/${datasetId}/`);
  }

  datasets(parameters: Parameters): Promise<unknown> {
    return this.#get('/api/datasets/1.0/search/', parameters);
  }

  record(datasetId: string, recordId: string): Promise<unknown> {
    return this.#get(`/api/datasets/1.0/${datasetId}/records/${recordId}/`);
  }

  records(dataset: string, parameters: Parameters): Promise<unknown> {
    return this.#get('/api/records/1.0/search/', { dataset, ...parameters });
  }

  analysis(dataset: string, parameters: Parameters): Promise<unknown> {
    return this.#get('/api/records/1.0/analyze/', { dataset, ...parameters });
  }

  clusters(dataset: string, parameters: Parameters): Promise<unknown> {
    return this.#get('/api/records/1.0/geocluster/', { dataset, ...parameters });
  }

  async #get(path: string, parameters: Parameters = {}): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}?${new URLSearchParams(parameters)}`);
    const body: unknown = await response.json();
    if (response.status !== 200)
      throw new Error(`${path} answers ${response.status}: ${JSON.stringify(body)}`);
    return body;
  }
}
