import { clusterAlerts } from "./cluster-alerts";
import { ruleGroups } from "./rule";
import { watchRules } from "./testing/watch-rules";

jest.setTimeout(10 * 60 * 1000);

const groups = ruleGroups("cluster", clusterAlerts);
const watched = ["kube_pod_info 1x120", "kube_pod_container_resource_requests 1x120"];
const quota = (used: number, hard: number): readonly string[] => [
  `kube_resourcequota{namespace="media",resourcequota="tier",resource="requests.cpu",type="used"} ${used}x120`,
  `kube_resourcequota{namespace="media",resourcequota="tier",resource="requests.cpu",type="hard"} ${hard}x120`,
];
const vpas = (has: boolean, matches: boolean): string =>
  `vpa_recommender_vpa_objects_count{update_mode="Off",has_recommendation="${has}",matches_pods="${matches}"} 2x120`;

it.each<[string, readonly string[], readonly string[]]>([
  ["a pod that waits", ['kube_pod_status_phase{pod="p",phase="Pending"} 1x120'], ["PodPending p 15-120"]],
  ["a pod that waited", ['kube_pod_status_phase{pod="p",phase="Pending"} 1x14 0x120'], []],
  ["a quota of which little is left", quota(91, 100), ["QuotaNearlyExhausted tier 15-120"]],
  ["a quota of which enough is left", quota(90, 100), []],
  ["a quota of nothing", quota(0, 0), []],
  ["a VPA without a recommendation", [vpas(false, true)], ["VpaWithoutRecommendation Off 60-120"]],
  ["a VPA without pods", [vpas(false, false)], []],
  ["a VPA with a recommendation", [vpas(true, true)], []],
])("%s", async (_, series, expected) => {
  expect(await watchRules(groups, [...watched, ...series], 120)).toEqual(expected);
});

it("tells when it can tell nothing", async () => {
  expect(await watchRules(groups, watched.slice(0, 1), 30)).toEqual(["PlanNotWatched 15-30"]);
  expect(await watchRules(groups, watched.slice(1), 30)).toEqual(["PlanNotWatched 15-30"]);
});
