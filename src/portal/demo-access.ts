/** The credentials of a portal that is started without an access file. They are for trying out; everybody knows them. */
import type { AccessFile } from './access-file.ts';

export const demoAccess: AccessFile = {
  apikeys: {
    'demo-key': { name: 'demo' },
    'demo-small-key': { name: 'demo-small', quota: 100 },
    // Of these two datasets it sees only some records.
    'demo-partial-key': {
      name: 'demo-partial',
      datasets: {
        'doc-geonames-cities-5000': { filter: 'country_code:FR' },
        'earthquakes-significant': { filter: 'mag>=6' },
      },
    },
  },
  logins: {
    'demo-user': { password: 'demo-password' },
  },
  tokens: {
    'demo-token': { name: 'demo-application' },
  },
  pushkeys: {
    'realtime-sensors/realtime': 'demo-push-key',
    'realtime-events/realtime': 'demo-push-key',
  },
};
