/** What the customer panel shows under "API". All of it is secret but the user's name. */
export interface ContaboCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** E-mail address of the API user. */
  readonly user: string;
  /** Of the API user; another one than the panel's. */
  readonly password: string;
}
